import { type Location, parseLocation } from "../../db/connecting/location.ts";
import type { PushPlan } from "../../evolve/plan.ts";
import { needLines, obstacleLines } from "../../evolve/push-report.ts";
import { plan } from "../../jobs/database/push.ts";
import { planOnServer } from "../../jobs/server/push-schema.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { replaceOwn } from "../../plain/whole-file.ts";
import { pushText } from "../../report/push-text.ts";
import type { Arguments } from "../arguments.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { decisionsFrom } from "../decision-flags.ts";
import { asTyped, decidedAgain, flagsAgain } from "../invocation-hint.ts";
import { wantedSchema } from "../schema.ts";
import { type OnNamedServer, wantedServerSchema } from "../server-schema.ts";

/** Shows what a push would do: exit 0 if it can run, otherwise 4 or 1. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const options = {
    database: databasePath(args),
    schema: await wantedSchema(args),
    decisions: decisionsFrom(args),
  };
  return tell({ args, terminal }, await plan(options, { note: terminal.narrate }));
}

/** The same on a server: tried there and rolled back, or on a copy. */
export async function runOnServer({ args, terminal, server }: OnNamedServer): Promise<ExitCode> {
  const options = {
    ...server,
    command: "db:plan",
    schema: await wantedServerSchema(args),
    decisions: decisionsFrom(args),
    liftForceRls: args.flags["lift-force-rls"],
    concurrently: args.flags.concurrently,
    onCopy: copyNamed(args),
  };
  return tell({ args, terminal }, await planOnServer(options, { note: terminal.narrate }));
}

function copyNamed({ flags }: Arguments): Location | undefined {
  const url = flags["on-copy"];
  if (url === undefined) return undefined;
  const location = parseLocation(url);
  if (location?.engine === "postgresql") return location;
  throw new UsageError("--on-copy names no database of PostgreSQL.", {
    cure: "Restore a backup into a database of its own, and name it: postgres://USER@HOST/COPY",
  });
}

async function tell({ args, terminal }: Invocation, planned: PushPlan): Promise<ExitCode> {
  const { out, json, sql, check } = args.flags;
  const { report } = planned;
  const exitCode = exitCodeOf(planned, { check: check === true });
  if (out !== undefined) await save(planned, out);
  if (json) terminal.document(JSON.stringify({ schemaVersion: 1, exitCode, ...planned }));
  else if (sql) {
    for (const line of [...obstacleLines(report), ...needLines(report)]) terminal.narrate(line);
    terminal.document(report.statements.map((one) => `${one};`).join("\n"));
  } else terminal.result(pushText(report, terminal));
  if (exitCode === EXIT.clean && !report.inSync && !json) {
    terminal.narrate(`Ready to push:  ${asTyped("db:push", pushFlags(args))}`);
  }
  return exitCode;
}

/** The flags that make a push do what was planned. */
function pushFlags(args: Arguments): string {
  const { db, schema, adopt, out: plan } = args.flags;
  const named = { ...(db && { db }), ...(schema && { schema }) };
  const keep = args.flags["keep-unmanaged"];
  if (plan !== undefined) return flagsAgain({ ...args, flags: { ...named, plan } });
  const decided = decidedAgain(args);
  const switches = { ...(adopt && { adopt }), ...(keep && { "keep-unmanaged": keep }) };
  return [flagsAgain({ ...args, flags: { ...named, ...switches } }), decided]
    .filter(Boolean)
    .join(" ");
}

function exitCodeOf({ report }: PushPlan, { check }: { readonly check: boolean }): ExitCode {
  if (report.obstacles.length > 0) return EXIT.failure;
  if (check) return report.inSync ? EXIT.clean : EXIT.failure;
  return report.needs.length > 0 ? EXIT.decision : EXIT.clean;
}

async function save(plan: PushPlan, path: string): Promise<void> {
  await replaceOwn(path, `${JSON.stringify(plan, null, 2)}\n`, '"planVersion"');
}
