import type { Verification } from "../../chain/verification.ts";
import { verifySignOff } from "../../jobs/chain/verify-sign-off.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { verificationText } from "../../report/sign-off-text.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { interruptSignal } from "../interrupt.ts";
import { seldom } from "../progress.ts";
import { targetOf } from "../wiring.ts";

/** Works out anew what was signed; exit 5 where something differs, 1 where something cannot be told. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { operand: file, flags } = args;
  if (file === undefined) {
    throw new UsageError("import:verify-sign-off needs a sign-off.", {
      cure: "Name its file:  hmsync import:verify-sign-off sign-off.json",
    });
  }
  const interrupt = interruptSignal(terminal);
  const show = seldom(terminal);
  let rows = 0;
  const found = await verifySignOff(
    {
      target: targetOf(args),
      database: databasePath(args),
      file,
      source: flags.source,
      signal: interrupt.signal,
    },
    {
      progress: (count) => {
        rows += count;
        show(() => `${grouped(rows)} rows read`);
      },
    },
  ).finally(interrupt.release);
  const exitCode = exitCodeOf(found);
  if (flags.json)
    terminal.document(JSON.stringify(Object.assign({ schemaVersion: 1, exitCode }, found)));
  else terminal.result(verificationText(found));
  return exitCode;
}

function exitCodeOf({ holds, broken }: Verification): ExitCode {
  if (holds) return EXIT.clean;
  const isUntold = broken.every(({ what }) => what === "cannot be recomputed");
  return isUntold ? EXIT.failure : EXIT.mismatch;
}
