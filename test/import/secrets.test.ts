import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { users } from "../../shared/schema.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { keptVersions } from "../support/kept-cells.ts";
import { mappingWith } from "../support/mapping.ts";
import { rowsOf } from "../support/rows.ts";
import { workspace } from "../support/workspace.ts";

const SOURCE = "fixtures/users-with-passwords";

/** Every file of a folder, as text. */
const allText = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "latin1"))
    .join("\n");

test("passwords are in no table, no ledger and no report, of imported and of rejected users", async () => {
  const folder = workspace();
  const db = await newDatabase(join(folder, "hmsync.db"));
  const summary = await importFolder(db, SOURCE, {
    settings: { mode: "lenient" },
    reportFolder: join(folder, "report"),
  });
  expect(summary.entities["users"]).toMatchObject({ inserted: 1, rejected: 1, balanced: true });
  expect(Object.keys(summary.entities["users"]?.issues ?? {})).toEqual(["users.role.unknown"]);
  expect(allText(folder)).not.toContain("LEAKED");
  expect(keptVersions(db).map(({ cells }) => JSON.parse(String(cells)))).toEqual([
    { token_no: "17", password_changed_at: "2025-01-02" },
  ]);
});

test("the columns that were not read are told by name, and no flag brings them", async () => {
  const db = await newDatabase();
  const { files } = await importFolder(db, SOURCE, {
    settings: { mode: "lenient", keepUnmapped: true },
  });
  const aside = files.find(({ file }) => file === "users.csv")?.columnsAside ?? [];
  const left = aside.filter(({ fate }) => fate === "left out");
  expect(left.map(({ column, cells }) => [column, cells])).toEqual([
    ["password_hash", null],
    ["remember_token", null],
  ]);
});

test("a mapping that names a password's hash gets it, and one that lists a secret has it kept", async () => {
  const db = await newDatabase();
  const mapping = mappingWith({
    fields: { "users.passwordHash": { column: "password_hash" } },
    entities: { users: { secrets: ["remember_token"] } },
  });
  await importFolder(db, SOURCE, { settings: { mode: "lenient" }, mapping });
  expect(rowsOf(db, users)).toMatchObject([{ password_hash: "$2y$10$LEAKED.one" }]);
  expect(String(keptVersions(db)[0]?.["cells"])).toContain("LEAKED-two");
});
