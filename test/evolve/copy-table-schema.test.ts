import { describe, expect, test } from "vitest";
import { TABLE_COPIES } from "../../shared/table-copies.ts";
import { deriveTargetId } from "../../shared/target-id.ts";
import { compileSchema } from "../../src/evolve/compile-schema.ts";
import { dropOlder } from "../../src/evolve/copy-table/drop-older.ts";
import { namingInDatabase } from "../../src/evolve/copy-table/naming.ts";
import { namingInCode } from "../../src/evolve/copy-table/naming-in-code.ts";
import { planCopy } from "../../src/evolve/copy-table/plan-copy.ts";
import { NO_DECISIONS } from "../../src/evolve/decisions.ts";
import { previewPush } from "../../src/evolve/push.ts";
import { SCHEMA } from "../../src/jobs/own-schema.ts";
import { ALLIES, type Ally, alliesDatabase, copyAllies } from "../support/allies.ts";
import { NOW, rows, value } from "../support/evolve.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const numbered = (count: number): Ally[] =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, client_id: 1 + (at % 3) }));
const UUID = "3f2a9c11-1111-4222-8333-0123456789ab";

describe("references", () => {
  test("are ids of rows that are there, or legacy ids that the crosswalk knows", async () => {
    const patient = deriveTargetId("generic-csv", "patients", "3");
    const db = await alliesDatabase([
      { id: 1, client_id: patient },
      { id: 2, client_id: 3 },
    ]);
    await copyAllies(db);
    expect(rows(db, "select distinct patient_id from caregivers")).toEqual([[patient]]);
  });

  test("that lead to patients of two legacy systems lead nowhere, until one is named", async () => {
    const db = await alliesDatabase([{ id: 1, client_id: 1 }]);
    db.exec("insert into patients (id, full_name) values ('other', 'Another')");
    db.exec(`insert into ledger_crosswalk (legacy_system, entity, legacy_id, target_id, file_id, record, line, run_id, made_by_run_id)
      values ('old-hms', 'patients', '1', 'other', 0, 0, 0, 0, 0)`);
    const torn = await copyAllies(db);
    expect(torn.findings[0]?.detail).toBe("client_id is ambiguous in patients");
    const named = await copyAllies(db, { legacySystem: "old-hms" });
    expect(named.counts.copied).toBe(1);
    expect(value(db, "select patient_id from caregivers")).toBe("other");
  });

  test("ids that are UUIDs or legacy CUIDs are kept; any other becomes a target id", async () => {
    const db = await alliesDatabase([]);
    db.exec(
      "drop table allies; create table allies as select '' as id, 1 as client_id, 'n' as name, 'r' as relationship, 'l' as preferred_language, 'e' as email where 0",
    );
    const ids = [UUID, "cjld2cjxh0000qzrmn831i7rn", "A-17"];
    for (const id of ids)
      db.prepare("insert into allies values (?, 1, 'n', 'r', 'l', 'e')").run([id]);
    const result = await copyAllies(db);
    expect(result.counts.copied).toBe(3);
    expect(
      rows(
        db,
        "select legacy_id, target_id from ledger_crosswalk where entity = 'caregivers' order by id",
      ),
    ).toEqual([
      [UUID, UUID],
      [ids[1], ids[1]],
      ["A-17", deriveTargetId("hmsync", "caregivers", "A-17")],
    ]);
    expect((await copyAllies(db)).counts.left).toBe(3);
  });
});

describe("the new table", () => {
  test("is made where it is not there, as the schema has it, and known to the next push", async () => {
    const db = await alliesDatabase(numbered(2));
    db.exec("drop table caregivers");
    const result = await copyAllies(db);
    expect(result).toMatchObject({ created: true, after: 2 });
    const ddl = await compileSchema(SCHEMA);
    const plan = await previewPush(db, { ddl, decisions: NO_DECISIONS, now: NOW, command: "test" });
    expect(plan).toMatchObject({ inSync: true, needs: [] });
  });

  test("a push keeps the older one, also one that the schema had, until a copy has taken its rows", async () => {
    const db = await alliesDatabase(numbered(2));
    const managed = String(
      value(db, "select managed from ledger_schema_changes order by id desc limit 1"),
    );
    const { tables, ...rest } = JSON.parse(managed);
    db.prepare("update ledger_schema_changes set managed = ?").run([
      JSON.stringify({ ...rest, tables: [...tables, "allies"].sort() }),
    ]);
    const ddl = await compileSchema(SCHEMA);
    const request = { ddl, now: NOW, command: "test", copies: TABLE_COPIES };
    expect((await previewPush(db, { ...request, decisions: NO_DECISIONS })).statements).toEqual([]);
    const allowed = { ...NO_DECISIONS, allowDropTable: ["allies"] };
    expect((await previewPush(db, { ...request, decisions: allowed })).statements).toHaveLength(1);
  });
});

describe("columns", () => {
  const columns = ["id", "client_id", "name", "relationship", "preferred_language", "email"];
  const plan = (
    older: readonly string[],
    renames: { from: string; to: string }[] = [],
    leftBehind: string[] = [],
  ) => planCopy(ALLIES, older, { renames, leftBehind });

  test("one that has no place needs a word, and so does a required one without a source", () => {
    expect(() => plan([...columns, "pet"])).toThrow(expect.objectContaining({ exitCode: 4 }));
    expect(plan([...columns, "pet"], [], ["pet"]).columns).toHaveLength(5);
    expect(plan([...columns, "pet"], [{ from: "pet", to: "notes" }]).columns.at(-1)).toMatchObject({
      from: "pet",
      name: "notes",
    });
    expect(() => plan(columns.slice(0, 5))).toThrow(expect.objectContaining({ exitCode: 4 }));
    expect(() => plan(columns, [{ from: "nmae", to: "notes" }])).toThrow(/Did you mean|nmae/);
    expect(() => plan(columns.slice(1))).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

describe("dropping", () => {
  test("what a foreign key, a view or a trigger names is not dropped; else it is, and on record", async () => {
    const db = await alliesDatabase(numbered(2));
    db.exec(`create view ally_names as select name from "Allies";
      create table calls (ally integer references allies(id));
      create trigger kept after insert on calls begin update allies set phone = null; end`);
    expect(namingInDatabase(db, "allies")).toEqual([
      { what: "foreign key", name: "calls.ally" },
      { what: "view", name: "ally_names" },
      { what: "trigger", name: "kept" },
    ]);
    await copyAllies(db);
    const drop = () => dropOlder(db, "allies", { now: NOW, backup: undefined });
    db.begin();
    expect(drop).toThrow(expect.objectContaining({ exitCode: 4 }));
    db.rollback();
    db.exec("drop table calls; drop view ally_names");
    db.begin();
    drop();
    db.commit();
    expect(value(db, "select count(*) from sqlite_schema where name = 'allies'")).toBe(0);
    expect(value(db, "select count(*) from caregivers")).toBe(2);
    expect(
      value(db, "select command from ledger_schema_changes order by id desc limit 1"),
    ).toContain("--drop-old");
  });

  test("code that names it is found by file and line, as a word", () => {
    const project = writeFiles(workspace(), {
      "src/a.ts": "const q = 1;\nselect(`from allies`);\nconst dallies = alliesToo;\n",
      "src/deep/b.sql": "drop table allies;",
      "src/node_modules/c.ts": "allies",
      "src/notes.bin": "allies",
      "docs/d.ts": "allies",
    });
    expect(namingInCode(project, "allies")).toEqual({
      places: [
        { file: "src/a.ts", line: 2 },
        { file: "src/deep/b.sql", line: 1 },
      ],
      files: 2,
      cut: false,
    });
  });
});
