import { retry } from "../../jobs/retry.ts";
import type { ExitCode } from "../../plain/errors.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { runInTerminal } from "../run-in-terminal.ts";
import { targetOf } from "../wiring.ts";

/** Re-imports the rejected records of a run, as they were corrected in its folder `rejected/`. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args } = invocation;
  const options = {
    target: targetOf(args),
    database: databasePath(args),
    run: args.operand,
    mapping: args.flags.mapping,
    dryRun: args.flags["dry-run"],
    leaveFixes: args.flags["no-fixes"],
    report: args.flags.report,
  };
  return runInTerminal(invocation, ({ signal, listener, means }) =>
    retry({ ...options, signal }, listener, means),
  );
}
