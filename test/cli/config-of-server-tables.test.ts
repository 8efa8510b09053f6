import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

const FIXTURE = resolve("fixtures/clinic-on-postgresql");
const ARGV = ["--config", join(FIXTURE, "hmsync.config.ts"), "--db", "clinic.db"];
const IMPORT = ["import", "--source", join(FIXTURE, "legacy"), ...ARGV, "--continue-on-error"];

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
    ["visits", 5, "visits.target.constraint", "CHECK constraint failed: visits_fee_numeric"],
    ["visits", 6, "visits.target.constraint", "CHECK constraint failed: visits_fee_paid"],
    ["visits", 7, "visits.person.unknown", null],
  ]);
  await hmsync(IMPORT, { cwd });
  const again = "select outcome, count(*) from ledger_exceptions where run_id = 2 group by 1";
  // What is unchanged is no exception: nothing was updated, and nothing was found edited.
  expect(query(db, again)).toEqual([["rejected", 5]]);
  expect(query(db, "select count(distinct run_id) from ledger_crosswalk")).toEqual([[1]]);
});
