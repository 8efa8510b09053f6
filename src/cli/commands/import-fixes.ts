import { userInfo } from "node:os";
import type { Step } from "../../chain/corrections/step.ts";
import { CorrectionDesk } from "../../jobs/chain/correct.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { stepList, stepText } from "../../report/fixes-text.ts";
import type { Arguments } from "../arguments.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { targetOf } from "../wiring.ts";

/** Lists the corrections, step by step; undoes steps and redoes them. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const { flags } = args;
  checkAsked(args);
  const desk = await CorrectionDesk.open({
    target: targetOf(args),
    database: databasePath(args),
    legacySystem: flags["legacy-system"],
  });
  try {
    for (const note of desk.corrections.notes) terminal.narrate(note);
    const moved = await moveSteps(desk, args);
    for (const one of moved) {
      terminal.narrate(`${flags.undo ? "Undone" : "Redone"}: ${stepText(one)}`);
    }
    tell(desk, invocation);
    return EXIT.clean;
  } finally {
    desk.close();
  }
}

/** @throws UsageError */
function checkAsked({ flags: { undo, redo }, operand: step }: Arguments): void {
  if (undo && redo) {
    throw new UsageError("--undo and --redo contradict each other.", { cure: "Give only one." });
  }
  if (step !== undefined && !undo && !redo) {
    throw new UsageError("A step is named with --undo or --redo.", { cure: "Add one of them." });
  }
}

async function moveSteps(
  desk: CorrectionDesk,
  { flags, operand: step }: Arguments,
): Promise<readonly Step[]> {
  const who = flags.by ?? userInfo().username;
  if (flags.undo) return desk.undo(who, step);
  return flags.redo ? desk.redo(who, step) : [];
}

function tell(desk: CorrectionDesk, { args, terminal }: Invocation): void {
  const steps = desk.steps();
  if (!args.flags.json) {
    terminal.result(stepList(steps));
    return;
  }
  const { file, version } = desk.corrections;
  const shown = steps.map(({ changes: _, edited: __, ...rest }) => rest);
  terminal.document(JSON.stringify({ file, version, steps: shown }));
}
