import { checkSelection } from "../../import/selection/check-selection.ts";
import type { ExitCode } from "../../plain/errors.ts";
import { importDiff } from "../../report/import-diff.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { findInput } from "../find-input.ts";
import { importArguments } from "../import-settings.ts";
import { checkDecisions } from "../locked-decisions.ts";
import { rehearse } from "../rehearse.ts";

/** Says what of an export is new, changed, vanished or in conflict, found on a private copy. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const asked = importArguments(args);
  const fit = await findInput(asked);
  checkSelection(asked.settings, fit, asked.target.importers);
  await checkDecisions(fit, { ...asked, relock: false }, terminal);
  const settings = { ...asked.settings, dryRun: true, mode: "lenient" as const };
  const path = databasePath(args);
  return rehearse({ path, asked: { ...asked, settings }, fit, print: importDiff }, invocation);
}
