import { openSqlite } from "../../db/sqlite.ts";
import { type PushPlan, planPush } from "../../evolve/plan.ts";
import { needLines, obstacleLines } from "../../evolve/push-report.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import { replaceOwn } from "../../plain/whole-file.ts";
import { pushText } from "../../report/push-text.ts";
import type { Arguments } from "../arguments.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { decisionsFrom } from "../decision-flags.ts";
import { asTyped, decidedAgain, flagsAgain } from "../invocation-hint.ts";
import { wantedSchema } from "../schema.ts";

/** Shows what a push would do: exit 0 if it can run, otherwise 4 or 1. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const path = databasePath(args);
  const schema = await wantedSchema(args);
  const decisions = decisionsFrom(args, schema.path);
  terminal.narrate(`Database ${path}, schema ${schema.path}`);
  const db = openSqlite(path, { ifMissing: "refuse" });
  try {
    const request = { ddl: schema.ddl, decisions, now: new Date(), command: "db:plan" };
    const plan = await planPush(db, request);
    const exitCode = exitCodeOf(plan, { check: args.flags.check === true });
    if (args.flags.out !== undefined) await save(plan, args.flags.out);
    if (args.flags.json) terminal.document(JSON.stringify({ schemaVersion: 1, exitCode, ...plan }));
    else if (args.flags.sql) {
      for (const line of [...obstacleLines(plan.report), ...needLines(plan.report)])
        terminal.narrate(line);
      terminal.document(plan.report.statements.map((sql) => `${sql};`).join("\n"));
    } else terminal.result(pushText(plan.report, terminal));
    if (exitCode === EXIT.clean && !plan.report.inSync && !args.flags.json) {
      terminal.narrate(`Ready to push:  ${asTyped("db:push", pushFlags(args))}`);
    }
    return exitCode;
  } finally {
    db.close();
  }
}

/** The flags that make a push do what was planned. */
function pushFlags(args: Arguments): string {
  const { db, schema, adopt, out: plan } = args.flags;
  const named = { ...(db && { db }), ...(schema && { schema }) };
  if (plan !== undefined) return flagsAgain({ ...args, flags: { ...named, plan } });
  const decided = decidedAgain(args);
  return [flagsAgain({ ...args, flags: { ...named, ...(adopt && { adopt }) } }), decided]
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
