import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { doctors } from "../../../shared/schema.ts";
import { checkSameLookups } from "../../../src/import/request/resume.ts";
import type { Mapping } from "../../../src/mapping/mapping.ts";
import { type ImportOptions, importFolder, newDatabase } from "../../support/import.ts";
import { mappingWith } from "../../support/mapping.ts";
import { rowsOf } from "../../support/rows.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

const STAFF = "staff,user\nS1,1\nS2,2\n";
const USERS = "user_id,name,seen\n1,Mia Ode,yes\n2,Tom Ude,\n";

const lookedUpIn = (file: string, more: object = {}): Mapping =>
  mappingWith({
    entities: {
      doctors: {
        file: "staff.csv",
        fields: {
          legacyId: "staff",
          fullName: { file, column: "name", by: { user_id: "user" }, ...more },
        },
      },
    },
  });

const importWith = async (
  files: Readonly<Record<string, string | Buffer>>,
  options: ImportOptions = {},
  db = newDatabase(),
) => {
  const source = writeFiles(workspace(), { "staff.csv": STAFF, ...files });
  const mapping = lookedUpIn("users.csv");
  return { db: await db, summary: await importFolder(await db, source, { mapping, ...options }) };
};

const JSON_USERS = JSON.stringify([
  { user_id: 1, name: "Mia Ode" },
  { user_id: 2, name: "Tom Ude" },
]);
const DUMP = `CREATE TABLE users(user_id int, name text);
INSERT INTO users VALUES (1,'Mia Ode'),(2,'Tom Ude');
CREATE TABLE wards(id int, label text);
INSERT INTO wards VALUES (1,'A');
`;

test.each<readonly [string, string, string | Buffer]>([
  ["users.csv", "users.csv", USERS],
  ["USERS.csv", "users.csv", USERS],
  ["users.csv.gz", "users.csv.gz", gzipSync(USERS)],
  ["users.json", "users.json", JSON_USERS],
  ["dump.sql#users", "dump.sql", DUMP],
])("a name is looked up in %s", async (named, name, content) => {
  const { db, summary } = await importWith({ [name]: content }, { mapping: lookedUpIn(named) });
  expect(summary).toMatchObject({ exitCode: 0, lookups: [{ records: 2, unread: { count: 0 } }] });
  expect(summary.ignored.map((one) => one.name)).not.toContain(name);
  expect(rowsOf(db, doctors).map(({ full_name }) => full_name)).toEqual(["Mia Ode", "Tom Ude"]);
});

test("the file that is looked up in is told with its hash, and what nothing is taken from", async () => {
  const { summary } = await importWith({ "users.csv": `${USERS}3\n` });
  expect(summary.lookups).toMatchObject([
    {
      file: "users.csv",
      records: 3,
      fields: ["doctors.fullName"],
      unread: { count: 1, lines: [4] },
      columnsNotImported: [{ column: "seen", cells: 1 }],
    },
  ]);
  expect(summary.lookups?.[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test("what changed in the other file changes the row", async () => {
  const { db } = await importWith({ "users.csv": USERS });
  const later = { startedAt: new Date("2026-01-15T02:03:11Z") };
  const again = await importWith({ "users.csv": USERS }, later, Promise.resolve(db));
  expect(again.summary.entities["doctors"]).toMatchObject({ unchanged: 2, updated: 0 });
  const changed = USERS.replace("Ude", "Ode");
  const { summary } = await importWith({ "users.csv": changed }, later, Promise.resolve(db));
  expect(summary.entities["doctors"]).toMatchObject({ unchanged: 1, updated: 1 });
});

test("a part of a name is taken from the other file", async () => {
  const mapping = lookedUpIn("users.csv", { take: "family name" });
  const { db } = await importWith({ "users.csv": USERS }, { mapping });
  expect(rowsOf(db, doctors).map(({ full_name }) => full_name)).toEqual(["Ode", "Ude"]);
});

test("a file without the key goes without an optional field", async () => {
  const source = writeFiles(workspace(), { "staff.csv": "staff\nS1\n" });
  const mapping = lookedUpIn("users.csv", { optional: true });
  const summary = await importFolder(await newDatabase(), source, { mapping });
  expect(summary.entities["doctors"]?.issues).toEqual({ "doctors.fullName.missing": 1 });
});

test("a run is not gone on with where the other file is another", async () => {
  const lookups = [{ name: "users.csv", sha256: "a" }];
  const file = { path: "", name: "users.csv", size: 1, modified: 0 };
  const now = { file, records: 1, unread: { count: 0, lines: [] }, fields: [], leftOut: [] };
  expect(() => checkSameLookups({ lookups }, [{ ...now, sha256: "a", lookups: [] }])).not.toThrow();
  expect(() => checkSameLookups({ lookups }, [{ ...now, sha256: "b", lookups: [] }])).toThrow();
});

test.each([
  ["there is no such file", {}, "users.csv"],
  ["it has no such column", { "users.csv": "user_id,label\n1,Mia\n" }, '"name"'],
  ["it has the column twice", { "users.csv": "user_id,name,name\n1,Mia,Ode\n" }, '"name"'],
])("asked is where %s", async (_, files, named) => {
  const failure = await importWith(files).catch((error: unknown) => error);
  expect(failure).toMatchObject({ exitCode: 4 });
  expect(String(failure)).toContain(named);
  expect(String(failure)).toContain("doctors.fullName");
});

test.each([
  { by: { user_id: "user" } },
  { file: "users.csv" },
  { file: "users.csv", column: "name", by: {} },
  { file: "users.csv", value: "Mia", by: { user_id: "user" } },
])("%j says nothing that could be looked up", (written) => {
  expect(() =>
    mappingWith({
      entities: { doctors: { fields: { legacyId: "staff", fullName: written } } },
    }),
  ).toThrow();
});
