import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { schemaChanges } from "../../shared/ledger.ts";
import type { Database } from "../../src/db/database.ts";
import { type DriverDatabase, SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { compileSchema, type SchemaExports } from "../../src/evolve/compile-schema.ts";
import { type Decisions, NO_DECISIONS } from "../../src/evolve/decisions.ts";
import { planPush } from "../../src/evolve/plan.ts";
import { type PushRequest, pushSchema } from "../../src/evolve/push.ts";
import { PushRefused } from "../../src/evolve/push-refused.ts";
import { HmsyncError } from "../../src/plain/errors.ts";
import { type ExpectedState, expectedState } from "./expected-state.ts";
import { type Mutated, mutatedSchema } from "./mutate-schema.ts";
import { fillTables } from "./random-rows.ts";
import { type Choices, randomSchema } from "./random-schema.ts";
import { everything, reading, readRows, structureOf, tablesOf } from "./read-cells.ts";
import { drizzleSchema } from "./schema-model.ts";

/** What became of a random push, all of it as it must be. */
export interface PairOutcome {
  readonly outcome: "pushed" | "refused";
  /** How often a permission had to be given. */
  readonly asked: number;
  /** Whether drizzle-kit could judge it. */
  readonly refereed: boolean;
  readonly rows: number;
  readonly reason: string;
}

/** A push that did what it must not. */
export class WrongPush extends Error {
  readonly details: readonly unknown[];

  constructor(
    what: string,
    { details = [], cause }: { details?: unknown[]; cause?: unknown } = {},
  ) {
    super(what, { cause });
    this.details = details;
  }
}

const NOW = new Date("2026-01-14T02:03:11Z");

/** One database on its way from one random schema to another. */
interface Journey {
  readonly db: Database;
  readonly mutated: Mutated;
  readonly schema: SchemaExports;
  readonly ddl: readonly string[];
  readonly choices: Choices;
}

/**
 * Makes a random database, changes its schema at random, pushes, gives the permissions that are asked
 * for, and compares what came of it with what plain SQL makes of the same rows.
 *
 * @throws WrongPush
 */
export async function checkRandomPair(choices: Choices): Promise<PairOutcome> {
  const folder = mkdtempSync(join(tmpdir(), "hmsync-pair-"));
  const db = openSqlite(join(folder, "hmsync.db"), { ifMissing: "create" });
  const before = randomSchema(choices);
  const mutated = mutatedSchema(choices, before);
  try {
    const first = await compileSchema({ schemaChanges, ...drizzleSchema(before) });
    await pushSchema(db, request(first, NO_DECISIONS));
    const driver = new SqliteDriver(db.path);
    fillTables(driver, before, choices);
    driver.close();
    const schema = { schemaChanges, ...drizzleSchema(mutated.model) };
    return await travel({ db, mutated, schema, choices, ddl: await compileSchema(schema) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const details = error instanceof WrongPush ? error.details : [error.stack];
    const models = { before, after: mutated.model, declared: mutated.declared, done: mutated.done };
    throw new WrongPush(error.message, { details: [...details, models], cause: error });
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
}

const request = (ddl: readonly string[], decisions: Decisions): PushRequest => ({
  ddl,
  decisions,
  now: NOW,
  command: "test",
});

async function travel(journey: Journey): Promise<PairOutcome> {
  const { db, ddl, mutated } = journey;
  const untouched = everything(db.path);
  let decisions: Decisions = { ...NO_DECISIONS, ...mutated.declared };
  for (let asked = 0; ; asked++) {
    const expected = expectedState(db.path, ddl, decisions);
    const refusal = await attempt(journey, decisions);
    if (refusal === undefined) {
      const rows = checkPushed(journey, { expected, decisions });
      await checkSettled(journey, decisions);
      const refereed = await checkReferee(journey);
      return { outcome: "pushed", asked, refereed, rows, reason: "" };
    }
    if (everything(db.path) !== untouched) {
      throw new WrongPush("refused, and changed", { details: [refusal] });
    }
    const needs = neededBy(refusal);
    if (needs === undefined) {
      const reason = checkReason(refusal, expected);
      return { outcome: "refused", asked, refereed: false, rows: 0, reason };
    }
    const given = permitted(decisions, needs, journey.choices);
    if (isDeepStrictEqual(given, decisions) || asked > 6) {
      throw new WrongPush("asks for what was given", { details: [refusal] });
    }
    decisions = given;
  }
}

/** What would permit it; nothing where the data stand in the way. */
function neededBy(refusal: HmsyncError) {
  const stands = !(refusal instanceof PushRefused) || refusal.report.obstacles.length > 0;
  return stands ? undefined : refusal.report.needs;
}

/** A refusal for the data is one that plain SQL meets too. */
function checkReason(refusal: HmsyncError, { failure }: ExpectedState): string {
  if (failure !== undefined && !/bug in the tool/.test(refusal.cure)) return failure;
  // SQLite itself, from 3.54 on; the referee makes its tables anew.
  if (/cannot rename (?:from|to) rowid alias/.test(refusal.message)) return refusal.message;
  const details = [refusal, failure];
  throw new WrongPush(`refused without reason: ${refusal.message}`, { details });
}

/** Plans, pushes, and sees that both say the same; nothing where it is done. */
async function attempt(
  { db, ddl }: Journey,
  decisions: Decisions,
): Promise<HmsyncError | undefined> {
  const planned = await caught(planPush(db, request(ddl, decisions)));
  const pushed = await caught(pushSchema(db, request(ddl, decisions)));
  if (planned instanceof HmsyncError || !("report" in planned)) {
    if (pushed instanceof HmsyncError && planned.message === pushed.message) return pushed;
    throw new WrongPush("the plan fails and the push does not", { details: [planned, pushed] });
  }
  const { needs, obstacles } = planned.report;
  if (!(pushed instanceof HmsyncError)) {
    if (needs.length + obstacles.length === 0) return undefined;
    throw new WrongPush("pushed what the plan refuses", { details: [planned.report] });
  }
  const same = pushed instanceof PushRefused && isDeepStrictEqual(pushed.report, planned.report);
  if (!same)
    throw new WrongPush(`the plan foretells something else: ${pushed.message}`, {
      details: [pushed],
    });
  return pushed;
}

async function caught<Result>(work: Promise<Result>): Promise<Result | HmsyncError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof HmsyncError) return error;
    throw error;
  }
}

/** Gives what a refusal asks for, by the flags that it names. */
function permitted(
  decisions: Decisions,
  needs: PushRefused["report"]["needs"],
  choices: Choices,
): Decisions {
  const named = (kind: string) =>
    needs.flatMap(({ decision }) => (decision?.kind === kind ? [decision.target] : []));
  const filled = named("backfill").map((target) => {
    const [table = "", column = ""] = target.split(".");
    return { table, column, expression: choices.pick(["0", "'x'", "'0' || '7'", "x'01'", "1.5"]) };
  });
  return {
    ...decisions,
    allowDrop: [...decisions.allowDrop, ...named("allow-drop")],
    allowDropTable: [...decisions.allowDropTable, ...named("allow-drop-table")],
    allowConvert: [...decisions.allowConvert, ...named("allow-convert")],
    backfills: [...decisions.backfills, ...filled],
  };
}

/** What only one of two lists has. */
function unlike(found: readonly unknown[], meant: readonly unknown[]): unknown[] {
  const only = (one: readonly unknown[], other: readonly unknown[]) =>
    one.filter((line) => !other.some((same) => isDeepStrictEqual(line, same)));
  return [{ found: only(found, meant), meant: only(meant, found) }];
}

interface Judged {
  readonly expected: ExpectedState;
  readonly decisions: Decisions;
}

/** Every table and cell is what plain SQL makes of the rows, and nothing was lost that was not named. */
function checkPushed({ db }: Journey, { expected, decisions }: Judged): number {
  if (expected.failure !== undefined) {
    throw new WrongPush("pushed what the data do not allow", { details: [expected.failure] });
  }
  const named = [decisions.allowDrop, decisions.allowDropTable, decisions.allowConvert].flat();
  const unnamed = expected.losses.filter((loss) => !named.includes(loss));
  if (unnamed.length > 0) throw new WrongPush(`lost without a permission: ${unnamed.join()}`);
  return reading(db.path, (driver) => {
    const structure = structureOf(driver);
    if (!isDeepStrictEqual(structure, expected.structure)) {
      throw new WrongPush("another structure", { details: unlike(structure, expected.structure) });
    }
    let rows = 0;
    for (const [table, { rows: wanted, numbered }] of expected.tables) {
      const lines = (list: typeof wanted) => {
        const lined = list.map(({ number, cells }) => [
          numbered ? number : "",
          ...[...cells].sort(),
        ]);
        return numbered ? lined : lined.map(String).sort();
      };
      const [found, meant] = [lines(readRows(driver, table)), lines(wanted)];
      if (!isDeepStrictEqual(found, meant))
        throw new WrongPush(`other rows in ${table}`, { details: unlike(found, meant) });
      rows += wanted.length;
    }
    if (driver.pragma("integrity_check", { simple: true }) !== "ok") {
      throw new WrongPush("damaged", { details: [driver.pragma("integrity_check")] });
    }
    const left = tablesOf(driver).filter((name) => name.startsWith("__"));
    if (left.length > 0) throw new WrongPush("leftovers", { details: [left] });
    return rows;
  });
}

/** A second plan finds nothing, with the declared renames and without. */
async function checkSettled({ db, ddl, mutated }: Journey, decisions: Decisions): Promise<void> {
  const declared = { ...NO_DECISIONS, ...mutated.declared };
  for (const given of [NO_DECISIONS, declared, decisions]) {
    const { report } = await planPush(db, request(ddl, given));
    if (!report.inSync) throw new WrongPush("does not converge", { details: [report, given] });
  }
}

/**
 * drizzle-kit finds nothing to do, where it finds nothing in a database that it has made itself: it
 * does not understand all that it writes (lengths, quotes, CHECKs, expression indexes).
 */
async function checkReferee({ db, ddl, schema }: Journey): Promise<boolean> {
  const fresh = new SqliteDriver(":memory:");
  for (const statement of ddl) fresh.exec(statement);
  if ((await drizzleFinds(fresh, schema)).length > 0) return false;
  const copy = `${db.path}.copy`;
  copyFileSync(db.path, copy);
  const found = await drizzleFinds(new SqliteDriver(copy), schema);
  if (found.length === 0) return true;
  throw new WrongPush("drizzle-kit finds something to do", { details: found });
}

async function drizzleFinds(driver: DriverDatabase, schema: SchemaExports) {
  const { pushSQLiteSchema } = await import("drizzle-kit/api");
  const client = drizzle({ client: driver }) as unknown as Parameters<typeof pushSQLiteSchema>[1];
  const { write } = process.stdout;
  // It draws a spinner.
  process.stdout.write = () => true;
  try {
    const { statementsToExecute } = await pushSQLiteSchema({ ...schema }, client);
    return statementsToExecute;
  } catch (error) {
    return [String(error)];
  } finally {
    process.stdout.write = write;
    driver.close();
  }
}
