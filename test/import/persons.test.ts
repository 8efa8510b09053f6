import { copyFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import { describe, expect, test } from "vitest";
import { patients, visits } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { isLeftApart } from "../../src/persons/in-force.ts";
import type { Merge } from "../../src/persons/merge.ts";
import { PERSON_FAILPOINTS } from "../../src/plain/failpoint.ts";
import { exportOf, issues, outcomes } from "../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { insert } from "../support/people.ts";
import { rowsOf } from "../support/rows.ts";
import { undo } from "../support/undo.ts";
import { workspace } from "../support/workspace.ts";

const MERGE: Merge = {
  name: "patients",
  table: "patients",
  key: "id",
  spaces: ["patients"],
  links: [{ name: "twice", from: "patients", to: "patients" }],
  groups: [
    ["full_name", "first_name", "last_name"],
    ["phone", "phone_e164"],
  ],
  prefer: {},
  compare: ["age"],
  contest: [],
  blanks: { gender: "U" },
  own: ["legacy_id", "created_at", "updated_at", "is_active"],
  expect: [],
  references: [],
};

const ASHA = "1,Asha,Rao,0441234567,";
const TOM = "2,Tom,Novak,0209461234,39";
const TWIN = "3,Asha M,Rao,0449999999,31";
const VISITS = [
  "V1,1,D1,2022-01-15,500.00",
  "V2,2,D1,2022-02-03,350.50",
  "V3,3,D1,2022-03-03,100.00",
];
const FIRST = { patients: [ASHA, TOM, TWIN], doctors: ["D1,Dr. Jane Smith"], visits: VISITS };

const load = (db: Database, records: Parameters<typeof exportOf>[0], options: ImportOptions = {}) =>
  importFolder(db, exportOf(records), { ...options, way: { merges: [MERGE], ...options.way } });

function link(db: Database, from: string, to: string): void {
  insert(db, "ledger_declared_links", {
    id: `${from}-${to}`,
    legacy_system: "generic-csv",
    merge: "patients",
    link: "twice",
    from_space: "patients",
    from_legacy_id: from,
    to_space: "patients",
    to_legacy_id: to,
  });
}

/** A database in which the first and the third patient are one person. */
async function joined(options: ImportOptions = {}) {
  const db = await newDatabase();
  link(db, "3", "1");
  const summary = await load(db, FIRST, options);
  return { db, summary };
}

const people = (db: Database) =>
  rowsOf(db, patients).map((row) => [
    row["legacy_id"],
    row["first_name"],
    row["phone"],
    row["age"],
  ]);
const seen = (db: Database) => {
  const names = new Map(rowsOf(db, patients).map((row) => [row["id"], row["legacy_id"]]));
  return rowsOf(db, visits).map((row) => [row["legacy_id"], names.get(row["patient_id"])]);
};

/** All that people see, and what the ledger knows of rows; not when, nor by which run. */
function stateOf(db: Database) {
  const crosswalk = "select entity, legacy_id, target_id, content_hash from ledger_crosswalk";
  const records = "select space, legacy_id, own_id, person_id, own_row from ledger_person_records";
  const dateless = (row: Record<string, unknown>) => ({ ...row, created_at: "", updated_at: "" });
  return {
    rows: [patients, visits].map((table) => rowsOf(db, table).map(dateless)),
    ledger: [crosswalk, records].map((query) => db.prepare(query).all([]).map(String).sort()),
  };
}

const JOINED = [
  ["1", "Asha", "0441234567", 31],
  ["2", "Tom", "0209461234", 39],
];

describe("records of one person", () => {
  test("become one row, which every visit names; the same export again changes nothing", async () => {
    const { db, summary } = await joined();
    expect(summary.exitCode).toBe(0);
    expect(people(db)).toEqual(JOINED);
    expect(seen(db)).toEqual([
      ["V1", "1"],
      ["V2", "2"],
      ["V3", "1"],
    ]);
    expect(summary.persons).toMatchObject([
      {
        records: { patients: 3 },
        links: { twice: { declared: 1, joined: 1, redundant: 0, dangling: 0 } },
        unions: 1,
        persons: 2,
        linked: 1,
        alone: { patients: 1 },
        differs: { phone: 1, first_name: 1, full_name: 1 },
        repointed: { visits: 1 },
        rows: { before: 0, after: 2 },
      },
    ]);
    const before = stateOf(db);
    const again = await load(db, FIRST);
    expect(outcomes(again, "patients")).toEqual({ records: 3, unchanged: 3 });
    expect(outcomes(again, "visits")).toEqual({ records: 3, unchanged: 3 });
    expect(stateOf(db)).toEqual(before);
  });

  test.each([
    ["strict", {}],
    ["in batches", { mode: "lenient", batchSize: 1 }],
    ["at once", { mode: "lenient" }],
  ] as const)("are the same however they came: %s", async (_, settings) => {
    const { db } = await joined();
    const { db: other } = await joined({ settings });
    const later = {
      ...FIRST,
      patients: [ASHA, TOM, "3,Asha M,Rao,0448888888,32", "4,Eva,Lim,1,2"],
    };
    await load(db, later);
    await load(other, later, { settings });
    expect(people(db)).toEqual([
      ...JOINED.with(0, ["1", "Asha", "0441234567", 32]),
      ["4", "Eva", "1", 2],
    ]);
    expect(stateOf(other)).toEqual(stateOf(db));
  });

  test("come to the same whether they are joined after each export or once", async () => {
    const { db } = await joined();
    const other = await newDatabase();
    await load(other, FIRST);
    link(other, "3", "1");
    const later = { ...FIRST, patients: ["1,Asha,Rao,0441234567,33", TOM, TWIN] };
    for (const one of [db, other]) await load(one, later);
    expect(people(db)[0]).toEqual(["1", "Asha", "0441234567", 33]);
    expect(stateOf(other)).toEqual(stateOf(db));
  });

  test("a later link joins two persons, and one that is gone separates them again", async () => {
    const { db } = await joined();
    const before = stateOf(db);
    link(db, "2", "1");
    const { persons } = await load(db, FIRST);
    expect(persons?.[0]).toMatchObject({ persons: 1, unions: 2, rows: { before: 2, after: 1 } });
    expect(people(db)).toHaveLength(1);
    db.exec("delete from ledger_declared_links where id = '2-1'");
    await load(db, FIRST);
    expect(stateOf(db)).toEqual(before);
  });

  test("a dry run says what would come of them, and leaves the database as it is", async () => {
    const { db } = await joined();
    const before = stateOf(db);
    link(db, "2", "1");
    const { persons, status } = await load(db, FIRST, { settings: { dryRun: true } });
    expect([status, persons?.[0]?.persons]).toEqual(["dry-run", 1]);
    expect(stateOf(db)).toEqual(before);
  });
});

describe("what the application did to a person", () => {
  test("stays: an edited column, a new visit, a visit given to somebody else, a deleted one", async () => {
    const { db } = await joined();
    const [one, two] = rowsOf(db, patients);
    db.prepare("update patients set phone = '007' where id = ?").run([one?.["id"] ?? ""]);
    db.prepare("update visits set patient_id = ? where legacy_id = 'V3'").run([two?.["id"] ?? ""]);
    db.exec("delete from visits where legacy_id = 'V1'");
    const moved = { ...FIRST, patients: ["1,Asha,Rao,0440000000,", TOM, TWIN] };
    const again = await load(db, moved, { settings: { mode: "lenient" } });
    expect(people(db)[0]).toEqual(["1", "Asha", "007", 31]);
    expect(again.persons?.[0]?.edited).toBe(1);
    expect(issues(again)["patients.target.edited"]).toBe(1);
    const [, third] = seen(db).filter(([visit]) => visit !== "V1");
    expect(third).toEqual(["V3", "2"]);
  });

  test("a deleted person stays deleted, with all its records", async () => {
    const { db } = await joined();
    const [one] = rowsOf(db, patients);
    db.prepare("delete from visits where patient_id = ?").run([one?.["id"] ?? ""]);
    db.prepare("delete from patients where id = ?").run([one?.["id"] ?? ""]);
    const again = await load(db, FIRST, { settings: { mode: "lenient" } });
    expect(people(db).map(([legacyId]) => legacyId)).toEqual(["2"]);
    expect(again.differences).toEqual([]);
  });
});

describe("a run that is taken back", () => {
  test("the export that brought a record takes it out of its person", async () => {
    const db = await newDatabase();
    await load(db, { ...FIRST, patients: [ASHA, TOM], visits: VISITS.slice(0, 2) });
    const before = stateOf(db);
    link(db, "3", "1");
    const { run } = await load(db, FIRST);
    expect(people(db)).toEqual(JOINED);
    const summary = await undo(db, run);
    expect(summary?.status).toBe("committed");
    expect(stateOf(db)).toEqual(before);
    await undo(db, summary?.run ?? "");
    expect(people(db)).toEqual(JOINED);
  });

  test("an import that is older than the merge can be undone", async () => {
    const { db, summary } = await joined();
    await load(db, { ...FIRST, patients: [ASHA, TOM, TWIN, "4,Eva,Lim,1,2"] });
    const undone = await undo(db, summary.run, { partial: true });
    expect(undone?.differences).toEqual([]);
    expect(people(db).map(([legacyId]) => legacyId)).toEqual(["4"]);
  });
});

describe("a run that dies", () => {
  test.each(PERSON_FAILPOINTS.filter((at) => at !== "separating-absorbed"))(
    "at %s leaves what was there, and the next one comes to the same",
    async (at) => {
      const { db } = await joined();
      const before = stateOf(db);
      link(db, "2", "1");
      const failAt = (point: string) => {
        if (point === at) throw new RangeError("died");
      };
      const died = await load(db, FIRST, { way: { failAt } });
      expect([died.status, died.persons]).toEqual(["failed", undefined]);
      expect(stateOf(db)).toEqual(before);
      await load(db, FIRST);
      expect(people(db)).toHaveLength(1);
    },
  );

  test("between two batches leaves records apart, which is known; the next run joins them", async () => {
    const { db } = await joined();
    const copy = joinPath(workspace(), "killed.db");
    const later = { ...FIRST, patients: [ASHA, TOM, "3,Asha M,Rao,0449999999,32"] };
    let commits = 0;
    const failAt = (point: string) => {
      // What kill -9 leaves: what was committed until then.
      if (point === "after-commit" && ++commits === 2) copyFileSync(db.path, copy);
    };
    const settings = { mode: "lenient", batchSize: 1 } as const;
    await load(db, later, { settings, way: { failAt } });
    const killed = openSqlite(copy, { ifMissing: "refuse" });
    try {
      expect([isLeftApart(killed), isLeftApart(db)]).toEqual([true, false]);
      expect(people(killed)).toHaveLength(3);
      await load(killed, later);
      expect(stateOf(killed)).toEqual(stateOf(db));
    } finally {
      killed.close();
    }
  });
});
