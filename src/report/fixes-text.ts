import type { PastStep, Step } from "../chain/corrections/step.ts";
import { alignColumns, counted, minuteOf } from "../plain/columns.ts";

/** What each kind of step does, in words. */
const KINDS: Readonly<Record<Step["kind"], string>> = {
  set: "cell set",
  replace: "value replaced",
  withdraw: "withdrawn",
  newNumber: "new number",
  asWritten: "as written",
  keepThis: "one of a clash kept",
  newNumbers: "new numbers for a clash",
  samePerson: "same person",
  afterAll: "decision taken back",
  edited: "fixes.csv edited",
};

/** The steps of a chain's corrections as a table; values are not shown. */
export function stepList(steps: readonly PastStep[]): string {
  if (steps.length === 0) return "No corrections yet.";
  const rows = steps.map((step) => [
    Number(step.id),
    `${minuteOf(step.at)}Z`,
    KINDS[step.kind],
    step.records,
    columnsOf(step),
    step.who,
    step.state === "done" ? "" : step.state,
    step.why,
  ]);
  const head = ["step", "when", "what", "records", "columns", "who", "", "why"];
  return alignColumns([head, ...rows]).join("\n");
}

/** One step in a line. */
export function stepText(step: Step): string {
  const columns = columnsOf(step);
  const where = columns === "" ? "" : ` (${columns})`;
  return `Step ${step.id}: ${KINDS[step.kind]}, ${counted(step.records, "record")}${where}.`;
}

function columnsOf({ changes, edited }: Step): string {
  const all = [...changes, ...(edited?.gone ?? []), ...(edited?.come ?? [])];
  return [...new Set(all.map(({ column }) => column).filter((name) => name !== ""))].join(", ");
}
