import { join, resolve } from "node:path";
import { expect, it, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { describePostgresql, testDatabase } from "../support/postgresql.ts";
import { query } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

const FIXTURE = resolve("fixtures/clinic-on-postgresql");
const CONFIG = ["--config", join(FIXTURE, "hmsync.config.ts")];
const SOURCE = ["--source", join(FIXTURE, "legacy"), "--continue-on-error"];
const IMPORT = ["import", ...SOURCE, ...CONFIG, "--db", "clinic.db"];

test("importers of PostgreSQL's tables: what its columns refuse is rejected at its place, the rest is kept exactly", async () => {
  const cwd = workspace();
  expect((await hmsync(IMPORT, { cwd })).exitCode).toBe(3);
  const db = join(cwd, "clinic.db");
  const visits = "select id, day, begins_at, state, typeof(fee), fee from visits order by id";
  expect(query(db, visits)).toEqual([
    [1, "2026-01-14", "2026-01-14T08:00:00.000Z", "done", "text", "12.5"],
    [2, "2026-01-15", "2026-01-15T08:00:00.000Z", "isn't known", "text", "12"],
    [3, "2026-01-16", "2026-01-16T08:00:00.000Z", "planned", "text", "0.05"],
  ]);
  expect(query(db, `select "Full Name", card_number, extra from People order by 2`)).toEqual([
    ["Amina Yıldız", "A00001", "{}"],
    ["Bo Berg", "A00002", "{}"],
  ]);
  const issue = "json_extract(issues, '$[0].code'), json_extract(issues, '$[0].detail')";
  expect(
    query(db, `select entity, line, ${issue} from ledger_exceptions order by entity, line`),
  ).toEqual([
    ["people", 4, "people.target.constraint", "CHECK constraint failed: People_card_number_max_6"],
    ["people", 5, "people.target.constraint", "UNIQUE constraint failed: People.card_number"],
    [
      "people",
      6,
      "people.target.constraint",
      "UNIQUE constraint failed: index 'clinic.People_email_unique'",
    ],
    ["visits", 5, "visits.target.constraint", "CHECK constraint failed: visits_fee_numeric"],
    ["visits", 6, "visits.target.constraint", "CHECK constraint failed: visits_fee_paid"],
    ["visits", 7, "visits.person.unknown", null],
  ]);
  await hmsync(IMPORT, { cwd });
  const again = "select outcome, count(*) from ledger_exceptions where run_id = 2 group by 1";
  // What is unchanged is no exception: nothing was updated, and nothing was found edited.
  expect(query(db, again)).toEqual([["rejected", 6]]);
  expect(query(db, "select count(distinct run_id) from ledger_crosswalk")).toEqual([[1]]);
});

describePostgresql("the same importers into a server", () => {
  const server = testDatabase();

  it("fill its tables, leave to it what only it can fill, and take their rows back", async () => {
    const cwd = workspace();
    await server.query("create extension citext");
    const there = [...CONFIG, "--db", server.url];
    expect((await hmsync(["import", ...SOURCE, ...there], { cwd })).exitCode).toBe(3);
    const visits = `select id, day::text, begins_at = '2026-01-14 08:00Z' as first, state::text, fee::text,
      ticket like 'T-%' as ticket from clinic.visits order by id`;
    expect(await server.query(visits)).toEqual([
      { id: 1, day: "2026-01-14", first: true, state: "done", fee: "12.50", ticket: true },
      { id: 2, day: "2026-01-15", first: false, state: "isn't known", fee: "12.00", ticket: true },
      { id: 3, day: "2026-01-16", first: false, state: "planned", fee: "0.05", ticket: true },
    ]);
    const people = `select "Full Name" as name, email = 'AMINA@example.org' as same, initial, tags, extra from clinic."People" order by 1`;
    expect(await server.query(people)).toEqual([
      { name: "Amina Yıldız", same: true, initial: "A", tags: [], extra: {} },
      { name: "Bo Berg", same: null, initial: "B", tags: [], extra: {} },
    ]);
    // Of what the mirror brings back, nothing looks edited: an undo finds every row as it was written.
    const [run] = await server.query("select name from ledger_runs");
    const undo = await hmsync(["import:undo", String(run?.["name"]), "--yes", ...there], { cwd });
    expect(undo.exitCode).toBe(0);
    expect(await server.query(visits)).toEqual([]);
    expect(await server.query(people)).toEqual([]);
  }, 120_000);
});
