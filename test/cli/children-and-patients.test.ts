import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import mapping from "../../fixtures/children-and-patients/mapping.json" with { type: "json" };
import { childrenAndPatients, type Tables, writeLegacy } from "../support/children-and-patients.ts";
import { hmsync } from "../support/cli.ts";
import { change, query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

// Requirement 3: children and patients become persons, with what parents and clinicians see of them.

const IMPORT = ["import", "--source", "dev.db", "--mapping", "mapping.json", "--db", "v2.db"];

function legacy(tables: Tables, more: object = {}): string {
  const cwd = workspace();
  writeLegacy(join(cwd, "dev.db"), tables);
  return writeFiles(cwd, { "mapping.json": JSON.stringify({ ...mapping, ...more }) });
}

/** A few of each, with some rows of tables of their own. */
const SMALL = { children: 4, patients: 3, linked: 2, grants: 1, screenings: 4 };
const small = (more: Tables = {}): Tables => ({ ...childrenAndPatients(SMALL), ...more });

const one = (cwd: string, sql: string): unknown => query(join(cwd, "v2.db"), sql)[0]?.[0];
const count = (cwd: string, table: string): unknown => one(cwd, `select count(*) from ${table}`);

/** Patient 1 is child 4, patient 2 is child 3; child 1 and 2, and patient 3, stand alone. */
const withRow = (
  tables: Tables,
  table: string,
  change: Readonly<Record<string, string | null>>,
) => ({
  ...tables,
  [table]: (tables[table] ?? []).map((row) =>
    row["id"] === change["id"] ? { ...row, ...change } : row,
  ),
});

/** The lines of the report's list of persons that are of a finding. */
const found = (cwd: string, code: string): string[] =>
  readFileSync(join(cwd, "report", "persons.csv"), "utf8")
    .split("\r\n")
    .filter((line) => line.startsWith(`${code},`));

test("100 children and 80 patients, 70 of them linked, are 110 persons; every view, grant and test is there", async () => {
  const cwd = legacy(childrenAndPatients());
  expect((await hmsync(IMPORT, { cwd })).exitCode).toBe(0);
  expect(count(cwd, "persons")).toBe(110);
  expect(count(cwd, "parent_child_views")).toBe(100);
  expect(count(cwd, "clinician_patient_views")).toBe(80);
  expect(count(cwd, "access_grants")).toBe(25);
  expect(count(cwd, "screenings")).toBe(150);
  expect(count(cwd, "assessments")).toBe(80);
  // Nothing leads nowhere, and a grant's two columns lead to one person.
  for (const table of ["parent_child_views", "clinician_patient_views", "screenings"]) {
    const lost = `select count(*) from ${table} t left join persons p on p.id = t.person_id where p.id is null`;
    expect(one(cwd, lost)).toBe(0);
  }
  expect(one(cwd, "select count(*) from access_grants where person_id <> same_person_id")).toBe(0);
  // The patient's name comes first.
  expect(one(cwd, "select count(*) from persons where last_name = 'Smith-Jones'")).toBe(70);
});

test("the map of ids has every record of both tables, with the person that it is", async () => {
  const cwd = legacy(small());
  await hmsync(IMPORT, { cwd });
  const map = ["import:crosswalk", "--db", "v2.db", "--out", "map.csv"];
  expect((await hmsync(map, { cwd })).exitCode).toBe(0);
  const lines = readFileSync(join(cwd, "map.csv"), "utf8").trim().split("\r\n");
  const rows = lines.map((line) => line.split(","));
  const ids = query(join(cwd, "v2.db"), "select id, public_id from persons").map(String);
  const of = (table: string) => rows.filter(([, entity]) => entity === table);
  expect([of("patients").length, of("children").length]).toEqual([3, 4]);
  for (const [, , , , person, publicId] of [...of("patients"), ...of("children")]) {
    expect(ids).toContain(`${person},${publicId}`);
  }
  // Links are no rows of the application.
  expect(of("patientsLinkedChildId")).toEqual([]);
  expect((await hmsync([...map, "--only", "children"], { cwd })).exitCode).toBe(0);
  expect((await hmsync([...map, "--only", "child"], { cwd })).exitCode).toBe(2);
});

test("a rerun changes nothing", async () => {
  const cwd = legacy(small());
  await hmsync(IMPORT, { cwd });
  const rows = query(join(cwd, "v2.db"), "select id, full_name from persons order by id");
  expect(rows).toHaveLength(5);
  const { exitCode } = await hmsync(IMPORT, { cwd });
  expect(exitCode).toBe(0);
  expect(query(join(cwd, "v2.db"), "select id, full_name from persons order by id")).toEqual(rows);
});

test("a child with two parents has two views; one without is told by its id", async () => {
  const tables = small();
  const [first = {}] = tables["parent_children"] ?? [];
  const views = (tables["parent_children"] ?? []).filter(({ child_id }) => child_id !== "2");
  const cwd = legacy({
    ...tables,
    parent_children: [...views, { ...first, id: "9", parent_id: "7" }],
  });
  const { exitCode, stdout } = await hmsync([...IMPORT, "--report", "report"], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("children/2 ");
  expect(found(cwd, "orphan")).toEqual([
    expect.stringMatching(/^orphan,children,2,,,,parentChildViews,children[^,]*,2,\d+$/),
  ]);
  expect(statSync(join(cwd, "report", "persons.csv")).mode & 0o777).toBe(0o600);
  expect(count(cwd, "parent_child_views")).toBe(4);
  const ofFirst = "select count(*) from parent_child_views group by person_id order by 1 desc";
  expect(one(cwd, ofFirst)).toBe(2);
  expect(stdout).toMatch(/children .*parentChildViews.*: 1 /);
});

test("a grant whose patient and child are two persons is rejected, and nothing is written", async () => {
  const cwd = legacy(withRow(small(), "consent_grants", { id: "1", child_id: "1" }));
  const { exitCode, stdout } = await hmsync(IMPORT, { cwd });
  expect([exitCode, stdout.includes("accessGrants.person.two-persons")]).toEqual([3, true]);
  expect([count(cwd, "persons"), count(cwd, "access_grants")]).toEqual([0, 0]);
});

test("of two patients that name one child, one-to-one takes neither for granted; without it they are one", async () => {
  const tables = withRow(small({ consent_grants: [] }), "patients", {
    id: "3",
    linked_child_id: "4",
    gender: null,
  });
  const { consent_grants: _, ...rest } = tables;
  const { accessGrants: __, ...entities } = mapping.entities;
  const strict = legacy(rest, { entities });
  expect((await hmsync(IMPORT, { cwd: strict })).exitCode).toBe(0);
  const persons = {
    ...mapping.merges.persons,
    links: [{ from: "patients", column: "linked_child_id", to: "children" }],
  };
  const loose = legacy(rest, { entities, merges: { persons } });
  expect((await hmsync(IMPORT, { cwd: loose })).exitCode).toBe(0);
  expect(count(loose, "persons")).toBe(4);
  expect(Number(count(strict, "persons"))).toBeGreaterThan(4);
});

test("a birth date that differs is the patient's, and both are kept", async () => {
  const cwd = legacy(withRow(small(), "patients", { id: "1", date_of_birth: "2019-05-11" }));
  expect((await hmsync([...IMPORT, "--report", "report"], { cwd })).exitCode).toBe(0);
  const [first] = found(cwd, "differs").filter((line) => line.includes("date_of_birth"));
  expect(first).toMatch(/^differs,children,4,patients,1,/);
  expect(first).not.toContain("2019-05-11");
  expect(one(cwd, "select count(*) from persons where date_of_birth = '2019-05-11'")).toBe(1);
  const conflicts = "select count(*) from ledger_person_conflicts where field = 'date_of_birth'";
  expect(one(cwd, conflicts)).toBe(1);
  expect(count(cwd, "persons")).toBe(5);
});

test("a table of links, a self-link and a link that leads nowhere", async () => {
  const links = [
    { patient: "3", child: "1" },
    { patient: "3", child: "1" },
    { patient: "8", child: "2" },
  ];
  const duplicates = withRow(small(), "patients", { id: "2", duplicate_of: "1", gender: null });
  const tables = {
    ...duplicates,
    patients: (duplicates["patients"] ?? []).map((row) => ({ duplicate_of: null, ...row })),
    same_person: links,
    // Two records whose births and genders both differ would not be joined.
    children: (duplicates["children"] ?? []).map((row) => ({ ...row, gender: null })),
  };
  const persons = {
    ...mapping.merges.persons,
    links: [
      ...mapping.merges.persons.links,
      { from: "patients", column: "duplicate_of", to: "patients" },
      {
        file: "same_person",
        from: { column: "patient", to: "patients" },
        with: { column: "child", to: "children" },
      },
    ],
  };
  const cwd = legacy(tables, { merges: { persons } });
  const rehearsal = [...IMPORT, "--json", "--dry-run", "--report", "report"];
  expect((await hmsync(rehearsal, { cwd })).exitCode).toBe(0);
  expect(found(cwd, "dangling")).toEqual([
    expect.stringMatching(/^dangling,patients,8,children,2,,/),
  ]);
  const { exitCode, stdout } = await hmsync([...IMPORT, "--json"], { cwd });
  expect(exitCode).toBe(0);
  const text = stdout;
  expect(text).toContain("patients.duplicate_of");
  // 7 records; child 4, patients 1 and 2, child 3 are one; patient 3 and child 1 are one; child 2 is alone.
  expect(count(cwd, "persons")).toBe(3);
});

test("merges that a later mapping lacks are told, and the persons stay joined; records left apart are told too", async () => {
  const { consent_grants: _, ...tables } = small();
  const { accessGrants: __, ...entities } = mapping.entities;
  const cwd = legacy(tables, { entities });
  await hmsync(IMPORT, { cwd });
  expect(count(cwd, "persons")).toBe(5);
  const { merges: ___, ...without } = mapping;
  writeFiles(cwd, { "mapping.json": JSON.stringify({ ...without, entities }) });
  const { exitCode, stderr } = await hmsync(IMPORT, { cwd });
  expect([exitCode, stderr.includes("merges.persons")]).toEqual([0, true]);
  expect(count(cwd, "persons")).toBe(5);
  const status = async (command: string) =>
    JSON.parse((await hmsync([command, "--json", "--db", "v2.db"], { cwd })).stdout).recordsApart;
  expect(await status("import:status")).toBeUndefined();
  change(join(cwd, "v2.db"), "update ledger_person_state set joined = 0");
  expect([await status("import:status"), await status("db:status")]).toEqual([true, true]);
  const { stdout } = await hmsync(["import:preflight", ...IMPORT.slice(1), "--json"], { cwd });
  expect(JSON.parse(stdout).checks).toContainEqual(
    expect.objectContaining({ check: "Persons", ok: true }),
  );
});

test("who is missing in one table and is in the other stays active; who is in neither does not", async () => {
  const cwd = legacy(small());
  await hmsync(IMPORT, { cwd });
  const tables = small();
  // Patient 1 is child 4; patient 3 is no child.
  const kept = (tables["patients"] ?? []).filter(({ id }) => id === "2");
  const source = join(cwd, "later.db");
  writeLegacy(source, { ...tables, patients: kept });
  const later = [
    ...IMPORT.map((word) => (word === "dev.db" ? "later.db" : word)),
    "--mark-vanished",
  ];
  const { exitCode } = await hmsync(later, { cwd });
  expect(exitCode).toBe(0);
  expect(query(join(cwd, "v2.db"), "select first_name from persons where is_active = 0")).toEqual([
    ["Patient3"],
  ]);
});
