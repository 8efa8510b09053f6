import { z } from "zod";
import type { Backup } from "../db/backup.ts";
import type { Database } from "../db/database.ts";
import { withPrivateCopy } from "../db/private-copy.ts";
import { DecisionNeeded, UsageError } from "../errors.ts";
import type { PreparedPush } from "./carry-out.ts";
import type { Decisions } from "./decisions.ts";
import { type PushRequest, rehearsePush } from "./push.ts";
import type { PushReport } from "./push-report.ts";

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
  return withPrivateCopy(db, async (copy, databaseSha256) => {
    const { report, expected } = await rehearsePush(copy, request);
    const { decisions } = expected;
    return { planVersion: 1, databaseSha256, decisions, report: { ...report, database: db.path } };
  });
}

/** Refuses a push that is not the one that was planned. */
export function boundTo(
  plan: PushPlan,
  hashOf: (path: string) => string,
): NonNullable<PushRequest["beforeChange"]> {
  return (backup: Backup | undefined, prepared: PreparedPush) => {
    const { report, databaseSha256 } = plan;
    const schema = prepared.toHash === report.toHash;
    const same = JSON.stringify(prepared.statements) === JSON.stringify(report.statements);
    const database = backup === undefined || hashOf(backup.path) === databaseSha256;
    if (schema && same && database && prepared.fromHash === report.fromHash) return;
    const what = schema ? "database" : "schema";
    throw new DecisionNeeded(`The ${what} has changed since the plan was made.`, {
      cure: "Make the plan again. Nothing was changed.",
    });
  };
}

const rename = z.object({ table: z.string(), from: z.string(), to: z.string() });
const PlanFile = z.object({
  planVersion: z.literal(1),
  databaseSha256: z.string(),
  decisions: z.object({
    ...{ allowDrop: z.array(z.string()), allowDropTable: z.array(z.string()) },
    ...{ allowConvert: z.array(z.string()), renames: z.array(rename) },
    renameTables: z.array(z.object({ from: z.string(), to: z.string() })),
    backfills: z.array(z.object({ table: z.string(), column: z.string(), expression: z.string() })),
    ...{ dropUnmanaged: z.array(z.string()), adopt: z.boolean() },
  }),
  report: z.looseObject({ fromHash: z.string(), toHash: z.string(), statements: z.array(z.string()) }),
});

/**
 * Reads a saved plan.
 *
 * @throws UsageError where the text is no plan
 */
export function parsePlan(name: string, json: string): PushPlan {
  try {
    return PlanFile.parse(JSON.parse(json)) as unknown as PushPlan;
  } catch (error) {
    throw new UsageError(`${name} is not a plan that db:plan --out wrote.`, {
      cure: "Make the plan again.",
      cause: error,
    });
  }
}
