import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { parseArgs } from "node:util";
import type { Database } from "../src/db/database.ts";
import { openSqlite } from "../src/db/sqlite/open.ts";
import { pushSchema } from "../src/evolve/push.ts";
import { ownDdl } from "../src/jobs/own-schema.ts";
import { declareMerges } from "../src/persons/in-force.ts";
import { join } from "../src/persons/join.ts";
import type { Merge } from "../src/persons/merge.ts";
import { separate } from "../src/persons/separate.ts";
import { alignColumns, grouped } from "../src/plain/columns.ts";

// What joining costs: records of two spaces, links between them, three rows that refer to each record; beside a plain
// `update ... from` that points the same rows elsewhere and does nothing else; and the memory of the whole process.
// `npx tsx bench/persons.ts --records 500000 --links 200000`

const { values } = parseArgs({
  options: {
    records: { type: "string", default: "500000" },
    links: { type: "string", default: "200000" },
  },
});
const [records, links] = [Number(values.records), Number(values.links)];
const half = Math.floor(records / 2);

const MERGE: Merge = {
  name: "people",
  table: "people",
  key: "id",
  spaces: ["patients", "children"],
  links: [{ name: "patients.child", from: "patients", to: "children", cardinality: "one-to-one" }],
  groups: [],
  prefer: { phone: "children" },
  compare: ["birth"],
  contest: [],
  blanks: {},
  own: [],
  expect: [],
  references: [],
};

const NUMBERS = (count: number) =>
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;

function fill(db: Database): void {
  db.exec(`create table people (id text primary key, full_name text not null, birth text, gender text, phone text,
      email text, address text);
    create table seen_visits (n integer primary key, person_id text not null references people(id), day text);
    create index visits_person_idx on seen_visits (person_id)`);
  for (const [space, letter] of [
    ["patients", "p"],
    ["children", "c"],
  ]) {
    db.prepare(
      `${NUMBERS(half)} insert into people select ? || substr('00000000' || i, -8), 'Name of ' || i, '2001-01-01', 'F',
         case when i % 3 > 0 then '04' || i end, null, 'Street ' || i from n`,
    ).run([letter ?? ""]);
    db.prepare(
      `${NUMBERS(half)} insert into ledger_crosswalk
         (legacy_system, entity, legacy_id, target_id, file_id, record, line, run_id)
       select 'old', ?, i, ? || substr('00000000' || i, -8), 1, i, i + 1, 1 from n`,
    ).run([space ?? "", letter ?? ""]);
  }
  db.exec(`insert into seen_visits (person_id, day)
      select id, '2022-01-01' from people, (select 1 union all select 2 union all select 3);
    ${NUMBERS(links)} insert into ledger_declared_links
      (id, legacy_system, merge, link, from_id, to_space, to_legacy_id)
      select i, 'old', 'people', 'patients.child', 'p' || substr('00000000' || i, -8), 'children', i from n;
    insert into ledger_runs (id, name, legacy_system, status, as_of, started_at)
      values (1, 'run', 'old', 'committed', '2026-01-14', '2026-01-14T00:00:00Z');
    create temp table plain (f text primary key, t text);
    ${NUMBERS(links)} insert into plain
      select 'c' || substr('00000000' || i, -8), 'p' || substr('00000000' || i, -8) from n`);
  declareMerges(db, 1, { legacySystem: "old", merges: [MERGE] });
}

/** Seconds of processor time, and what came of it. */
function measured<Result>(work: () => Result): { seconds: number; result: Result } {
  const began = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(began);
  return { seconds: (user + system) / 1e6, result };
}

const maxMemory = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

const folder = mkdtempSync(joinPath(tmpdir(), "hmsync-persons-"));
try {
  const db = openSqlite(joinPath(folder, "persons.db"), { ifMissing: "create" });
  await pushSchema(db, { ddl: await ownDdl(), now: new Date(), command: "bench" });
  fill(db);
  db.begin();
  const plain = measured(() =>
    db
      .prepare(
        "update seen_visits set person_id = p.t from temp.plain p where seen_visits.person_id = p.f",
      )
      .run([]),
  );
  db.rollback();
  const quiet = measured(() => separate({ db, runId: 1 }));
  const idle = maxMemory();
  db.begin();
  const joined = measured(() => join({ db, runId: 1, importers: [] }));
  db.commit();
  db.begin();
  const apart = measured(() => separate({ db, runId: 1 }));
  db.commit();
  const ratio = (seconds: number) => `${(seconds / plain.seconds).toFixed(1)} times`;
  const [terms] = joined.result.terms;
  process.stdout.write(
    `${alignColumns([
      ["records", grouped(records)],
      ["links", grouped(links)],
      ["persons", grouped(terms?.persons ?? 0)],
      ["rows pointed elsewhere", grouped(plain.result)],
      ["update ... from", `${plain.seconds.toFixed(1)} s of processor`],
      ["join", `${joined.seconds.toFixed(1)} s, ${ratio(joined.seconds)}`],
      ["take apart", `${apart.seconds.toFixed(1)} s, ${ratio(apart.seconds)}`],
      ["take apart, nothing joined", `${quiet.seconds.toFixed(3)} s`],
      ["memory at most", `${grouped(maxMemory())} MiB; before, ${grouped(idle)} MiB`],
      ["disagreements", String(joined.result.disagreements.length)],
    ]).join("\n")}\n`,
  );
  db.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
