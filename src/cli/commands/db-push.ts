import type { Database } from "../../db/database.ts";
import { preferWal } from "../../db/journal-mode.ts";
import { refuseWhileLocked } from "../../db/run-lock.ts";
import { openSqlite } from "../../db/sqlite.ts";
import { boundTo, type PushPlan, parsePlan } from "../../evolve/plan.ts";
import { type PushRequest, type PushResult, previewPush, pushSchema } from "../../evolve/push.ts";
import { PushRefused } from "../../evolve/push-refused.ts";
import type { PushReport } from "../../evolve/push-report.ts";
import { grouped } from "../../plain/columns.ts";
import { DecisionNeeded, EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { readHandWritten } from "../../plain/hand-written.ts";
import { pushText } from "../../report/push-text.ts";
import type { Arguments } from "../arguments.ts";
import { askForNeeds, canAsk, confirm } from "../ask.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { decisionsFrom } from "../decision-flags.ts";
import { isMissingOrEmpty } from "../open-target.ts";
import { wantedSchema } from "../schema.ts";
import { tellMode } from "../tell-mode.ts";
import type { Terminal } from "../terminal.ts";

/** Brings a database to the schema: shows the plan, backs up, changes, compares, says what was done. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const path = databasePath(args);
  refuseWhileLocked(path);
  const { path: schema, ddl } = await wantedSchema(args);
  terminal.narrate(`Database ${path}, schema ${schema}`);
  const plan = savedPlan(args);
  const isNew = args.flags.init === true && isMissingOrEmpty(path);
  const db = openSqlite(path, { ifMissing: args.flags.init ? "create" : "refuse" });
  const request = (given: Arguments): PushRequest => ({
    ddl,
    now: new Date(),
    command: "db:push",
    decisions: plan?.decisions ?? decisionsFrom(given, schema),
    ...(plan && { beforeChange: boundTo(plan) }),
  });
  try {
    const result = await push({ db, terminal, args, request });
    if (isNew) tellMode(preferWal(db), terminal);
    if (args.flags.json)
      terminal.document(JSON.stringify({ schemaVersion: 1, exitCode: 0, ...result }));
    else terminal.result(doneText(result));
    for (const warning of result.warnings) terminal.narrate(warning);
    return EXIT.clean;
  } catch (error) {
    if (!(error instanceof PushRefused && args.flags.json)) throw error;
    const { exitCode, report } = error;
    terminal.document(JSON.stringify({ schemaVersion: 1, exitCode, report }));
    return exitCode;
  } finally {
    db.close();
  }
}

interface Pushing {
  readonly db: Database;
  readonly terminal: Terminal;
  readonly args: Arguments;
  request(args: Arguments): PushRequest;
}

/** Shows, asks where somebody is there, and pushes; asks again where the data bring up more. */
async function push(pushing: Pushing): Promise<PushResult> {
  const { db, terminal, args, request } = pushing;
  const preview = previewPush(db, request(args));
  if (!args.flags.json && !preview.inSync)
    terminal.result(pushText({ ...preview, needs: [] }, terminal));
  if (preview.needs.length > 0) return push(await answered(pushing, preview));
  await goOn(preview, pushing);
  try {
    return await pushSchema(db, request(args));
  } catch (error) {
    const asks = error instanceof PushRefused && error.report.obstacles.length === 0;
    if (!asks || !mayAsk(pushing)) throw error;
    return push(await answered(pushing, error.report));
  }
}

const mayAsk = ({ terminal, args }: Pushing): boolean =>
  canAsk(terminal) && args.flags.json === undefined && args.flags.plan === undefined;

/** The command line with the answers on it. */
async function answered(pushing: Pushing, report: PushReport): Promise<Pushing> {
  const answers = mayAsk(pushing) ? await askForNeeds(report.needs) : undefined;
  if (answers === undefined) throw new PushRefused(report);
  const { args } = pushing;
  const lists: Record<string, readonly string[]> = { ...args.lists };
  for (const { flag, value } of answers) lists[flag] = [...(lists[flag] ?? []), value];
  return { ...pushing, args: { ...args, lists } };
}

/** What was allowed by a flag is asked about once more, where somebody is there and said no --yes. */
async function goOn({ tables }: PushReport, pushing: Pushing): Promise<void> {
  const { flags } = pushing.args;
  const loses = tables.some(({ changes }) => changes.some((change) => change.loses));
  if (!loses || flags.yes || flags.force || isForcedThroughNpm() || !mayAsk(pushing)) return;
  if (await confirm("Values will be lost as shown. Continue?")) return;
  throw new DecisionNeeded("Cancelled.", { cure: "Nothing was changed." });
}

/** `npm run db:push --force` keeps the flag for npm and says so in the environment. */
const isForcedThroughNpm = (): boolean => process.env["npm_config_force"] === "true";

function savedPlan({ flags, lists }: Arguments): PushPlan | undefined {
  if (flags.plan === undefined) return undefined;
  const decided = Object.keys(lists).some((flag) => /^(allow|rename|backfill|drop)/.test(flag));
  if (decided) {
    throw new UsageError("A saved plan already contains its decisions.", {
      cure: "Omit the other flags, or make a new plan with them.",
    });
  }
  try {
    return parsePlan(flags.plan, readHandWritten(flags.plan));
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError(`The plan ${flags.plan} cannot be read (${String(error.code)}).`, {
      cure: "Correct the path given with --plan.",
      cause: error,
    });
  }
}

function doneText({ report, backup, survival }: PushResult): string {
  if (report.inSync) return `${report.database} already matches the schema; nothing was changed.`;
  const compared = survival
    ? `; ${grouped(survival.rows)} rows in ${survival.tables} tables compared with it, cell by cell`
    : "";
  const kept =
    backup === undefined ? "There were no rows to keep." : `Backup ${backup}, checked${compared}.`;
  const count = report.statements.length;
  return `${kept}\nPushed: ${count} ${count === 1 ? "statement" : "statements"}.`;
}
