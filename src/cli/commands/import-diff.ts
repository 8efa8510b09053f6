import { diff } from "../../jobs/import.ts";
import type { ExitCode } from "../../plain/errors.ts";
import { importDiff } from "../../report/import-diff.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { importArguments } from "../import-settings.ts";
import { passwordMeans } from "../password-means.ts";
import { runInTerminal } from "../run-in-terminal.ts";

/** Shows what of an export is new, changed, gone or in conflict, found on a private copy. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args } = invocation;
  const options = {
    ...importArguments(args),
    database: databasePath(args),
    passwords: passwordMeans(invocation),
  };
  return runInTerminal(
    invocation,
    ({ signal, listener, means }) => diff({ ...options, signal }, listener, means),
    importDiff,
  );
}
