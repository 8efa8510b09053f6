import { type PushPlan, parsePlan } from "../../evolve/plan.ts";
import type { ServerPushResult } from "../../evolve/postgresql/push-server.ts";
import type { PushResult } from "../../evolve/push.ts";
import { PushRefused } from "../../evolve/push-refused.ts";
import { push } from "../../jobs/database/push.ts";
import type { PushListener } from "../../jobs/listener.ts";
import { pushOnServer } from "../../jobs/server/push-schema.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { readHandWritten } from "../../plain/hand-written.ts";
import { pushText } from "../../report/push-text.ts";
import type { Arguments } from "../arguments.ts";
import { askForNeeds, canAsk, confirm } from "../ask.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { decisionsFrom, decisionsOf } from "../decision-flags.ts";
import { wantedSchema } from "../schema.ts";
import { type OnNamedServer, wantedServerSchema } from "../server-schema.ts";

/** Brings a database to the schema: shows the plan, backs up, changes, compares, says what was done. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const options = {
    init: args.flags.init,
    database: databasePath(args),
    schema: await wantedSchema(args),
    plan: savedPlan(args),
    decisions: decisionsFrom(args),
  };
  return tell({ args, terminal }, async (hears) => {
    const result = await push(options, hears);
    return { result, text: doneText(result) };
  });
}

/** The same on a server, whose backups this tool does not keep: everything is compared before the commit. */
export async function runOnServer({ args, terminal, server }: OnNamedServer): Promise<ExitCode> {
  const options = {
    ...server,
    command: "db:push",
    schema: await wantedServerSchema(args),
    plan: savedPlan(args),
    decisions: decisionsFrom(args),
    liftForceRls: args.flags["lift-force-rls"],
    concurrently: args.flags.concurrently,
  };
  return tell({ args, terminal }, async (hears) => {
    const done = await pushOnServer(options, hears);
    return { result: done, text: doneOnServer(done) };
  });
}

type Pushed = Pick<PushResult, "report" | "warnings">;

/** Says what was done, or why nothing was. */
async function tell(
  { args, terminal }: Invocation,
  work: (hears: PushListener) => Promise<{ readonly result: Pushed; readonly text: string }>,
): Promise<ExitCode> {
  try {
    const { result, text } = await work(listener({ args, terminal }));
    if (args.flags.json)
      terminal.document(JSON.stringify({ schemaVersion: 1, exitCode: 0, ...result }));
    else terminal.result(text);
    for (const warning of result.warnings) terminal.narrate(warning);
    return EXIT.clean;
  } catch (error) {
    if (!(error instanceof PushRefused && args.flags.json)) throw error;
    const { exitCode, report } = error;
    terminal.document(JSON.stringify({ schemaVersion: 1, exitCode, report }));
    return exitCode;
  }
}

/** Shows what would be done, and asks if somebody is there to answer. */
function listener({ args, terminal }: Invocation): PushListener {
  const { json, yes, force, plan } = args.flags;
  const asks = canAsk(terminal) && json === undefined && plan === undefined;
  const goesAhead = yes || force || isForcedThroughNpm();
  return {
    note: terminal.narrate,
    preview(report) {
      if (!json && !report.inSync) terminal.result(pushText({ ...report, needs: [] }, terminal));
    },
    async decide({ needs }) {
      const answers = asks ? await askForNeeds(needs) : undefined;
      return answers && decisionsOf(answers);
    },
    // What was allowed by a flag is asked about once more.
    confirm: async () => goesAhead || !asks || confirm("Values will be lost as shown. Continue?"),
  };
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

function doneOnServer({ report, survival }: ServerPushResult): string {
  if (report.inSync) return `${report.database} already matches the schema; nothing was changed.`;
  const { rows = 0, tables = 0 } = survival ?? {};
  const count = report.statements.length;
  return `${grouped(rows)} rows in ${tables} tables compared before the commit, column by column, and everything else by its definition.\nPushed: ${count} ${count === 1 ? "statement" : "statements"}.`;
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
