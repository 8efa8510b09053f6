import type { Step } from "../../chain/corrections/step.ts";
import type { Reject } from "../../chain/rejects/reject.ts";
import { RunLogFile } from "../run/run-log-file.ts";

/** Places of one step that are listed. */
export const MOST_LOGGED = 100;

interface LoggedStep {
  readonly step: Step;
  readonly what: "added" | "undone" | "redone";
  readonly places: readonly Pick<Reject, "entity" | "file" | "record" | "line">[];
}

/** Notes a step in the chain's log: what was done and where, no values, no names. */
export function logStep(folder: string, { step, what, places }: LoggedStep): void {
  const { id, kind, records } = step;
  const file = new RunLogFile(folder);
  const of = { step: Number(id) };
  file.log({ event: `step.${what}`, ...of, kind: kind.toLowerCase(), records });
  for (const { entity, file: name, record, line } of places.slice(0, MOST_LOGGED)) {
    file.log({ event: "record.corrected", entity, file: name, record, line, ...of });
  }
  if (places.length > MOST_LOGGED) {
    file.log({ event: "corrections.bounded", logged: MOST_LOGGED, ...of });
  }
  file.close();
}
