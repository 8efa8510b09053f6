import pg from "pg";
import { beforeEach, expect, it } from "vitest";
import { adoptFolder } from "../../../../src/evolve/postgresql/migrations/adopt-folder.ts";
import { migrateFolder } from "../../../../src/evolve/postgresql/migrations/migrate-folder.ts";
import { readNumberedFolder } from "../../../../src/evolve/postgresql/migrations/numbered-folder.ts";
import { DecisionNeeded, UsageError } from "../../../../src/plain/errors.ts";
import {
  numberedFolder,
  placeOn,
  removeNumberedFolders,
  requestOf,
} from "../../../support/numbered.ts";
import { describePostgresql, testDatabase } from "../../../support/postgresql.ts";

const FILES = {
  "001_tables.sql": "create table flows (id int primary key, name text not null, unit int);",
  "002_indexes.sql": "create index concurrently flows_unit on flows (unit);",
  "003_rls.sql":
    "alter table flows enable row level security;\ncreate policy own on flows using (unit = 1);\ninsert into flows values (1, 'a', 1);",
};
const BY_HAND = Object.values(FILES).join("\n").replace("concurrently ", "");

describePostgresql("a folder that was applied by hand", () => {
  const database = testDatabase();
  removeNumberedFolders();
  beforeEach(async () => {
    await database.query("drop schema public cascade; create schema public");
  });

  async function adopted(files: Readonly<Record<string, string>>, upTo?: string) {
    const place = await placeOn(database);
    const connectTo = async (name: string) => {
      const client = new pg.Client({ connectionString: database.url.replace(database.name, name) });
      await client.connect();
      return { client, close: () => client.end() };
    };
    try {
      const folder = readNumberedFolder(numberedFolder(files));
      return await adoptFolder(place, { folder, upTo, connectTo });
    } finally {
      await place.client.end();
    }
  }
  const journal = async () =>
    (await database.query("select name, how, steps_done from hmsync_migrations order by name")).map(
      (row) => Object.values(row).join(" "),
    );

  it("is taken over where all is there, and migrated on from there", async () => {
    await database.query(BY_HAND);
    expect(await adopted(FILES)).toEqual({
      adopted: ["001_tables", "002_indexes", "003_rls"],
      shownBy: "replay",
      pending: [],
    });
    expect(await journal()).toEqual([
      "001_tables adopted 1",
      "002_indexes adopted 1",
      "003_rls adopted 1",
    ]);
    const place = await placeOn(database);
    const more = requestOf({ ...FILES, "010_more.sql": "alter table flows add ward text" });
    expect((await migrateFolder(place, more)).map(({ name }) => name)).toEqual(["010_more"]);
    await place.client.end();
    await expect(
      adopted({ ...FILES, "010_more.sql": "alter table flows add ward text" }),
    ).rejects.toBeInstanceOf(UsageError);
    expect(await database.query("select count(*)::int as n from flows")).toEqual([{ n: 1 }]);
    expect(
      await database.query("select datname from pg_database where datname like 'hmsync_scratch%'"),
    ).toEqual([]);
  });

  it("names what is lacking and what is otherwise, and the file up to which all is there", async () => {
    await database.query(BY_HAND);
    await database.query(
      "alter policy own on flows using (true); alter table flows disable row level security",
    );
    const refused = await adopted(FILES).catch((error: unknown) => error);
    if (!(refused instanceof DecisionNeeded)) throw refused;
    expect(refused.message).toMatch(/row-level security public\.flows is not there/);
    expect(refused.message).toMatch(/policy own on public\.flows is there, and not as/);
    expect(refused.cure).toContain("db:adopt-migrations 2");
    expect(await adopted(FILES, "2")).toMatchObject({
      adopted: ["001_tables", "002_indexes"],
      pending: ["003_rls"],
    });
  });

  it("that begins upon tables of others is run again and rolled back", async () => {
    const files = {
      "001_public_id.sql":
        "alter table patients add column if not exists public_id text;\ncreate unique index concurrently if not exists patients_public_id on patients (public_id);",
      "002_rls.sql":
        "alter table patients enable row level security;\ncreate policy own on patients using (true);",
    };
    await database.query("create table patients (id int primary key)");
    await expect(adopted(files)).rejects.toThrow(/column public\.patients\.public_id is not there/);
    await database.query(Object.values(files).join("\n").replace("concurrently ", ""));
    expect(await adopted(files)).toMatchObject({ shownBy: "rehearsal", pending: [] });
    expect(await journal()).toHaveLength(2);
  });
});
