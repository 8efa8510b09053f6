import type { OpenPoint } from "../../chain/sign-off.ts";
import { type SignedOff, signChain } from "../../jobs/chain/sign.ts";
import { grouped } from "../../plain/columns.ts";
import { DecisionNeeded, EXIT, type ExitCode } from "../../plain/errors.ts";
import { openText, signedText } from "../../report/sign-off-text.ts";
import { ask, canAsk, confirm } from "../ask.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { interruptSignal } from "../interrupt.ts";
import { asTyped, sameDatabase } from "../invocation-hint.ts";
import { seldom } from "../progress.ts";
import { targetOf } from "../wiring.ts";

/** Signs an import as it stands; what is open is shown first, and named in the signature. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const { flags, operand } = args;
  const by = await answer(invocation, { flag: "by", question: "Your name: " });
  const role = await answer(invocation, { flag: "role", question: "Your role in the hospital: " });
  const interrupt = interruptSignal(terminal);
  const show = seldom(terminal);
  let rows = 0;
  const signed = await signChain(
    {
      target: targetOf(args),
      database: databasePath(args),
      run: operand,
      by,
      role,
      remark: flags.remark ?? "",
      signal: interrupt.signal,
    },
    {
      note: terminal.narrate,
      progress: (count) => {
        rows += count;
        show(() => `${grouped(rows)} rows read`);
      },
      confirm: (open) => decide(invocation, open),
    },
  ).finally(interrupt.release);
  tell(invocation, signed);
  return EXIT.clean;
}

/** @throws DecisionNeeded if nobody is there to answer */
async function answer(
  { args, terminal }: Invocation,
  { flag, question }: { readonly flag: "by" | "role"; readonly question: string },
): Promise<string> {
  const given = args.flags[flag];
  if (given !== undefined) return given;
  const typed = canAsk(terminal) && !args.flags.json ? await ask(question) : undefined;
  if (typed) return typed;
  throw new DecisionNeeded("A signature needs a name and a role. Nothing was signed.", {
    cure: "Give them with --by NAME and --role ROLE.",
  });
}

async function decide(
  { args, terminal }: Invocation,
  open: readonly OpenPoint[],
): Promise<boolean> {
  if (args.flags.yes) return true;
  if (canAsk(terminal) && !args.flags.json) {
    terminal.narrate(openText(open).split("\n"));
    return confirm(open.length === 0 ? "Sign?" : "Sign with these points open?");
  }
  if (open.length === 0) return true;
  const what = open.length === 1 ? "1 point is open" : `${open.length} points are open`;
  throw new DecisionNeeded(
    [`${what}. Nothing was signed.`, ...open.map(({ text }) => `  ${text}`)],
    {
      cure: "To sign with them, and have them named in the signature, add --yes.",
    },
  );
}

function tell({ args, terminal }: Invocation, { signOff, file, page }: SignedOff): void {
  if (args.flags.json) {
    terminal.document(
      JSON.stringify({ schemaVersion: 1, exitCode: EXIT.clean, file, page, signOff }),
    );
    return;
  }
  terminal.result([signedText(signOff), `File    ${file}`, `Print   ${page}`].join("\n"));
  const verify = asTyped(
    "import:verify-sign-off",
    [file, sameDatabase(args)].filter(Boolean).join(" "),
  );
  terminal.narrate(`Whether it still holds:  ${verify}`);
}
