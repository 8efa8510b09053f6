import { z } from "zod";
import type { Database } from "../db/database.ts";
import { DecisionNeeded, UsageError } from "../plain/errors.ts";
import { sha256OfFile } from "../plain/hash-file.ts";
import { type Decisions, NO_DECISIONS } from "./decisions.ts";
import { type BeforeChange, othersDatabase, type PushRequest, rehearsePush } from "./push.ts";
import type { Need, PushReport } from "./push-report.ts";

/** A push that was rehearsed, and what it is bound to: saved, it is carried out as it stands. */
export interface PushPlan {
  readonly planVersion: 1;
  /** Of the database that it was made from: 64 hexadecimal digits. */
  readonly databaseSha256: string;
  readonly decisions: Decisions;
  readonly report: PushReport;
}

/**
 * What a push would do, found by doing it on a private copy of the real data: the database itself is
 * read once and blocks nobody.
 */
export async function planPush(db: Database, request: PushRequest): Promise<PushPlan> {
  return db.withPrivateCopy(async (copy, databaseSha256) => {
    const { decisions = NO_DECISIONS } = request;
    const foreign = othersDatabase(db, decisions);
    const { report } = await rehearsePush(copy, request);
    const adopting: Need[] =
      foreign === undefined ? [] : [{ flag: "--adopt", why: `${foreign}; changing it` }];
    const needs = [...adopting, ...report.needs];
    const whole = { ...report, database: db.path, needs };
    return { planVersion: 1, databaseSha256, decisions, report: whole };
  });
}

/** Refuses a push that is not the one that was planned: to be given to it as `beforeChange`. */
export function boundTo({ report, databaseSha256 }: PushPlan): BeforeChange {
  return async (backup, { fromHash, toHash, statements }) => {
    const schema = toHash === report.toHash;
    const same = JSON.stringify(statements) === JSON.stringify(report.statements);
    // Without a row there is no backup, and nothing but the catalog that could have changed.
    const rows = backup === undefined || (await sha256OfFile(backup.path)) === databaseSha256;
    if (schema && same && rows && fromHash === report.fromHash) return;
    throw new DecisionNeeded(
      `The ${schema ? "database" : "schema"} has changed since the plan was made.`,
      {
        cure: "Make a new plan. Nothing was changed.",
      },
    );
  };
}

const moved = { from: z.string(), to: z.string(), declared: z.boolean().optional() };
const rename = z.object({ table: z.string(), ...moved });
const PlanFile = z.object({
  planVersion: z.literal(1),
  databaseSha256: z.string(),
  decisions: z.object({
    allowDrop: z.array(z.string()),
    allowDropTable: z.array(z.string()),
    allowConvert: z.array(z.string()),
    renames: z.array(rename),
    renameTables: z.array(z.object(moved)),
    backfills: z.array(z.object({ table: z.string(), column: z.string(), expression: z.string() })),
    dropUnmanaged: z.array(z.string()),
    keepUnmanaged: z.array(z.string()).default([]),
    adopt: z.boolean(),
  }),
  report: z.looseObject({
    fromHash: z.string(),
    toHash: z.string(),
    statements: z.array(z.string()),
  }),
});

/**
 * Reads a saved plan.
 *
 * @throws UsageError if the text is no plan
 */
export function parsePlan(name: string, json: string): PushPlan {
  try {
    return PlanFile.parse(JSON.parse(json)) as unknown as PushPlan;
  } catch (error) {
    throw new UsageError(`${name} is not a plan written by  hmsync db:plan --out FILE`, {
      cure: "Make a new plan.",
      cause: error,
    });
  }
}
