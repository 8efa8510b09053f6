import type pg from "pg";
import { codeOf } from "../../db/postgresql/cannot-connect.ts";
import { serverFailure } from "../../db/postgresql/server-failure.ts";
import { HmsyncError } from "../../plain/errors.ts";
import type { Decisions } from "../decisions.ts";
import { type Need, need, type Obstacle } from "../push-report.ts";
import { columnKey } from "../written-names.ts";
import { plainText } from "./column-digests.ts";
import { rowTypeUses } from "./row-type-uses.ts";
import { countOf } from "./server-needs.ts";
import type { ServerSession } from "./server-session.ts";
import { type Conversion, ident, type ServerStep } from "./server-steps.ts";

/** A new value of an enum cannot be used in the transaction that adds it: the type must be replaced. */
export class TooNewToUse extends HmsyncError {
  readonly exitCode = 1;
}

/** What came of running steps. */
export interface RunSteps {
  readonly needs: readonly Need[];
  readonly obstacles: readonly Obstacle[];
  /** `table.column` of values that a type changed, as was allowed. */
  readonly converted: readonly string[];
}

const TOO_NEW = "55P04";
/** What the data, what depends on a thing, and what the role may do stand against; the rest is a failure. */
const REFUSED = /^(?:22|23|2B|0A|42|P0)/;

/**
 * Runs steps, each behind a savepoint: what the server refuses is found out, and the rest goes on, so that all of
 * it is told at once. With a need or an obstacle, the transaction is not to be kept.
 */
export async function runServerSteps(
  session: ServerSession,
  steps: readonly ServerStep[],
  decisions: Decisions,
): Promise<RunSteps> {
  const needs: Need[] = [];
  const obstacles: Obstacle[] = [];
  const converted: string[] = [];
  const blocked = new Set<string>();
  for (const step of steps) {
    // A type stays as long as a column could not leave it.
    if (blocked.has(step.table) || (step.kind === "drop type" && obstacles.length > 0)) continue;
    const ran = await runStep(session, step, decisions);
    needs.push(...ran.needs);
    obstacles.push(...ran.obstacles);
    converted.push(...ran.converted);
    // What comes after it in this table would fail for this alone.
    if (ran.obstacles.length > 0 && !LEAVES.has(step.kind)) blocked.add(step.table);
  }
  return { needs, obstacles, converted };
}

/** Nothing else of a table rests on them. */
const LEAVES = new Set<ServerStep["kind"]>(["add constraint", "create index", "drop column"]);

const NOTHING: RunSteps = { needs: [], obstacles: [], converted: [] };

async function runStep(
  session: ServerSession,
  step: ServerStep,
  decisions: Decisions,
): Promise<RunSteps> {
  const { client, title } = session;
  if (step.kind === "impossible") return { ...NOTHING, obstacles: [await asked(client, step)] };
  await client.query("savepoint step");
  try {
    const judged = step.conversion ? await judge(client, step.conversion, decisions) : NOTHING;
    // In the extended protocol a text is one statement, whatever a person wrote into it.
    await client.query({ text: step.sql, queryMode: "extended" } as pg.QueryConfig);
    await client.query("release savepoint step");
    return judged;
  } catch (error) {
    const code = codeOf(error) ?? "";
    if (code === TOO_NEW) throw tooNew();
    if (!REFUSED.test(code)) throw serverFailure(error, title);
    await client.query("rollback to savepoint step");
    return { ...NOTHING, obstacles: [await whyRefused(client, step, code)] };
  }
}

const tooNew = () =>
  new TooNewToUse("A new value of an enum is used at once.", { cure: "Replace the type." });

/** Counts the values that a cast alters. */
async function judge(
  client: pg.Client,
  { table, present, wanted, cast }: Conversion,
  decisions: Decisions,
): Promise<RunSteps> {
  const name = ident(present.name);
  const [before, after] = [plainText(name, present), plainText(cast, wanted)];
  const count = await countOf(
    client,
    `select count(*) from ${table.written} where ${name} is not null and ${before} collate "C" is distinct from ${after} collate "C"`,
  );
  const key = columnKey(table.called, present.name);
  if (count === 0) return NOTHING;
  if (decisions.allowConvert.includes(key)) return { ...NOTHING, converted: [key] };
  const zone = /^timestamptz$/.test(wanted.base) ? ", taken to be UTC," : "";
  const why = `changing ${count.toLocaleString("en-US")} values of ${key}${zone} from ${present.type} to ${wanted.type}`;
  return { ...NOTHING, needs: [need("allow-convert", key, { why })] };
}

async function asked(client: pg.Client, { table, question }: ServerStep): Promise<Obstacle> {
  const { what = "", count, cure = "" } = question ?? {};
  const rows = count === undefined ? 0 : await countOf(client, count);
  return { table, what, count: rows, rows: [], cure };
}

async function whyRefused(client: pg.Client, step: ServerStep, code: string): Promise<Obstacle> {
  const { table, conversion, question, kind } = step;
  if (code === "42501") {
    const cure = "Work as its owner, or as a role that the owner is a member of.";
    return { table, what: `${kind}: the role may not do this`, count: 0, rows: [], cure };
  }
  if (code.startsWith("2B") || code.startsWith("0A") || code === "55006") {
    const dependents = await dependentsOf(client, step);
    if (dependents.length > 0) {
      const what = `${kind}: ${dependents.join(", ")} ${dependents.length === 1 ? "depends" : "depend"} on it`;
      const cure =
        "Change or drop it first, and make it anew afterwards; or leave the column as it is.";
      return { table, what, count: 0, rows: [], cure };
    }
  }
  if (conversion !== undefined && code.startsWith("22")) return unfit(client, conversion);
  if (question !== undefined) return asked(client, step);
  const cure = "Bring the schema and the database together by hand there, or leave it as it is.";
  return {
    table,
    what: `${kind}: the server refuses it (SQLSTATE ${code})`,
    count: 0,
    rows: [],
    cure,
  };
}

/** Whatever the catalog says depends on what a step changes: names of things, never of values. */
async function dependentsOf(client: pg.Client, { sql, table }: ServerStep): Promise<string[]> {
  const relation =
    /^alter table (?:only )?(.+?) (?:alter column|drop column|drop constraint)|^drop (?:table|materialized view|view|index) (.+)$/.exec(
      sql,
    );
  const column = /(?:alter|drop) column ("(?:[^"]|"")*")/.exec(sql)?.[1];
  const written = relation?.[1] ?? relation?.[2];
  if (written === undefined || table === "") return [];
  const { rows } = await client.query<{ name: string }>(
    `select distinct regexp_replace(pg_describe_object(d.classid, d.objid, d.objsubid), '^rule _RETURN on ', '') as name
     from pg_depend d where d.refclassid = 'pg_class'::regclass and d.refobjid = $1::regclass
       and ($2::text is null or d.refobjsubid = (select attnum from pg_attribute where attrelid = $1::regclass and quote_ident(attname) in ($2, btrim($2, '"'))))
       and d.deptype = 'n' order by 1 limit 5`,
    [written, column ?? null],
  );
  return [...rows.map(({ name }) => name), ...(await rowTypeUses(client, written))];
}

/** Rows whose value the new type does not take. */
async function unfit(client: pg.Client, conversion: Conversion): Promise<Obstacle> {
  const { table, present, wanted, cast } = conversion;
  const value = cast.replace(ident(present.name), "$1");
  await client.query(
    `create function pg_temp.hmsync_fits(${present.type}) returns boolean language plpgsql as
     $f$ begin perform ${value}; return true; exception when data_exception or check_violation then return false; end $f$`,
  );
  const count = await countOf(
    client,
    `select count(*) from ${table.written} where ${ident(present.name)} is not null and not pg_temp.hmsync_fits(${ident(present.name)})`,
  );
  await client.query(`drop function pg_temp.hmsync_fits(${present.type})`);
  return {
    table: table.called,
    what: `${present.name} has values that ${wanted.type} does not take`,
    count,
    rows: [],
    cure: "Correct these rows, or leave the column's type.",
  };
}
