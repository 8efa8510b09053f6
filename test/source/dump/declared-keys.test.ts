import { expect, test } from "vitest";
import { declaredOf, declaredReferences } from "../../../src/source/dump/declared-of.ts";
import { openExport } from "../../../src/source/open-export.ts";
import { unpackExport } from "../../../src/source/unpack-export.ts";
import { dumpFile } from "../../support/dumps.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

const ROWS = "INSERT INTO pat VALUES (1,'a');\nINSERT INTO vis VALUES (7,1);\n";
const KEYS = { primaryKey: ["id"], notNull: ["id"] };

/** One schema, as each program writes it: pat (id), vis (id, pat_id) with a reference. */
const SCHEMAS: Readonly<Record<string, string>> = {
  mysqldump:
    "-- MySQL dump 10.13\nCREATE TABLE `pat` (`id` int NOT NULL, `name` varchar(9) DEFAULT 'PRIMARY KEY (x)', PRIMARY KEY (`id`)) ENGINE=InnoDB;\nCREATE TABLE `vis` (`id` int NOT NULL, `pat_id` int, PRIMARY KEY (`id`), KEY `k` (`pat_id`), CONSTRAINT `f` FOREIGN KEY (`pat_id`) REFERENCES `pat` (`id`) ON DELETE CASCADE) ENGINE=InnoDB;\n-- Dump completed\n",
  phpMyAdmin:
    "-- phpMyAdmin SQL Dump\nCREATE TABLE `pat` (`id` int NOT NULL, `name` varchar(9)) ENGINE=InnoDB;\nCREATE TABLE `vis` (`id` int NOT NULL, `pat_id` int) ENGINE=InnoDB;\nALTER TABLE `pat`\n  ADD PRIMARY KEY (`id`);\nALTER TABLE `vis`\n  ADD PRIMARY KEY (`id`),\n  ADD KEY `k` (`pat_id`);\nALTER TABLE `vis`\n  ADD CONSTRAINT `f` FOREIGN KEY (`pat_id`) REFERENCES `pat` (`id`);\n",
  pg_dump:
    "SET client_encoding = 'UTF8';\nCREATE TABLE public.pat (id integer NOT NULL, name text);\nCREATE TABLE public.vis (id integer NOT NULL, pat_id integer);\nALTER TABLE ONLY public.pat\n    ADD CONSTRAINT pat_pkey PRIMARY KEY (id);\nALTER TABLE ONLY public.vis\n    ADD CONSTRAINT vis_pkey PRIMARY KEY (id);\nALTER TABLE ONLY public.vis\n    ADD CONSTRAINT f FOREIGN KEY (pat_id) REFERENCES public.pat(id);\n",
  "sqlite3 .dump":
    'PRAGMA foreign_keys=OFF;\nCREATE TABLE pat (id integer primary key, name text);\nCREATE TABLE "vis" (id integer primary key, pat_id integer references pat);\n',
  "SQL Server":
    "CREATE TABLE [dbo].[pat]([id] [int] IDENTITY(1,1) NOT NULL, [name] [nvarchar](9) NULL,\n CONSTRAINT [PK_pat] PRIMARY KEY CLUSTERED ([id] ASC) WITH (PAD_INDEX = OFF) ON [PRIMARY]\n) ON [PRIMARY]\nGO\nCREATE TABLE [dbo].[vis]([id] [int] NOT NULL PRIMARY KEY, [pat_id] [int] NULL)\nGO\nALTER TABLE [dbo].[vis]  WITH CHECK ADD  CONSTRAINT [f] FOREIGN KEY([pat_id])\nREFERENCES [dbo].[pat] ([id])\nGO\nALTER TABLE [dbo].[vis] CHECK CONSTRAINT [f]\nGO\n",
  Oracle:
    'SET DEFINE OFF;\nCREATE TABLE "PAT" ("ID" NUMBER(9) NOT NULL ENABLE, "NAME" VARCHAR2(9 CHAR));\nCREATE TABLE "VIS" ("ID" NUMBER(9) NOT NULL ENABLE, "PAT_ID" NUMBER(9));\nALTER TABLE "PAT" ADD CONSTRAINT "P" PRIMARY KEY ("ID") USING INDEX ENABLE;\nALTER TABLE "VIS" ADD PRIMARY KEY ("ID") USING INDEX ENABLE;\nALTER TABLE "VIS" ADD CONSTRAINT "F" FOREIGN KEY ("PAT_ID") REFERENCES "PAT" ("ID") ENABLE;\n',
};

const filesOf = async (path: string) => (await unpackExport(openExport(path))).files;

const lower = (value: unknown) => JSON.parse(JSON.stringify(value).toLowerCase());

test.each(Object.keys(SCHEMAS))(
  "%s: keys and references are those that are declared",
  async (name) => {
    const [pat, vis, ...more] = await filesOf(dumpFile(`${SCHEMAS[name]}${ROWS}`));
    expect(more).toEqual([]);
    expect(lower(declaredOf(pat ?? {}))).toMatchObject(lower(KEYS));
    expect(lower(declaredOf(vis ?? {}))).toMatchObject(lower(KEYS));
    expect(lower(declaredReferences([pat, vis].flatMap((file) => file ?? [])))).toEqual([
      {
        file: lower(vis?.name),
        columns: ["pat_id"],
        tofile: lower(pat?.name),
        tocolumns: ["id"],
      },
    ]);
  },
);

test("keys of several columns, and what is unique, are kept in their order", async () => {
  const [file] = await filesOf(
    dumpFile(
      "CREATE TABLE t (a int, b int, c int UNIQUE CHECK (c > 0), d int NOT NULL, PRIMARY KEY (b, a));\nCREATE UNIQUE INDEX i ON t (d, a);\nCREATE UNIQUE INDEX p ON t (b) WHERE a > 1;\nINSERT INTO t VALUES (1,2,3,4);\n",
    ),
  );
  expect(declaredOf(file ?? {})).toEqual({
    primaryKey: ["b", "a"],
    unique: [["c"], ["d", "a"]],
    foreignKeys: [],
    notNull: ["d", "b", "a"],
  });
});

test("a dump of rows alone has the keys of the dump of the schema beside it", async () => {
  const folder = writeFiles(workspace(), {
    "1-schema.sql": SCHEMAS["pg_dump"] ?? "",
    "2-data.sql": ROWS.replaceAll("INTO ", "INTO public.").replaceAll(" VALUES", " VALUES"),
  });
  const files = await filesOf(folder);
  expect(files.map((file) => declaredOf(file)?.primaryKey)).toEqual([["id"], ["id"]]);
});
