import { trimText } from "../../../shared/trim-text.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import type { Reject } from "../rejects/reject.ts";
import type { RejectIndex } from "../rejects/reject-index.ts";
import type { RejectKeys } from "./reject-keys.ts";
import type { Change, Decided, NewStep } from "./step.ts";
import type { Asking, Wanted, WantedCell } from "./wanted.ts";

/** Where rejected records are found, and told apart. */
export interface Desk {
  readonly index: RejectIndex;
  readonly keys: RejectKeys;
}

/**
 * Turns a correction into changes of single records.
 *
 * @throws UsageError if a record is not there or cannot be corrected, a withdrawal has no reason;
 *   DecisionNeeded if a record would be, or name, another one and nobody said so
 */
export function newStep(desk: Desk, wanted: Wanted, { who, why }: Asking): NewStep {
  const { kind } = wanted;
  const reason = [why.trim(), ...keptOf(desk, wanted)].filter((part) => part !== "").join(": ");
  if (WITHDRAWS.has(kind) && reason === "") {
    throw new UsageError("Withdrawing a record requires a reason.", { cure: "Say why." });
  }
  return { kind, who, why: reason, changes: changesOf(desk, wanted) };
}

/**
 * The same for a value that is replaced in very many records: others have their turn between them.
 *
 * @param seen hears how many records were gone through; what it throws ends the work, of which nothing is kept
 */
export async function newReplacement(
  desk: Desk,
  wanted: Replace,
  { seen, who, why }: Asking & { readonly seen: (records: number) => Promise<void> | undefined },
): Promise<NewStep> {
  const changes: Change[] = [];
  for (const [at, number] of wanted.records.entries()) {
    changes.push(...replaced(desk, wanted, number));
    await seen(at + 1);
  }
  return { kind: wanted.kind, who, why: why.trim(), changes };
}

type Replace = Extract<Wanted, { kind: "replace" }>;

const WITHDRAWS: ReadonlySet<Wanted["kind"]> = new Set(["withdraw", "keepThis", "samePerson"]);

/** What records are withdrawn for. */
function keptOf(desk: Desk, wanted: Wanted): string[] {
  if (wanted.kind === "samePerson") return [`the same person as ${wanted.kept}`];
  if (wanted.kind !== "keepThis") return [];
  const { file, line } = found(desk, wanted.record);
  return [`${file} line ${line} is kept`];
}

function changesOf(desk: Desk, wanted: Wanted): Change[] {
  switch (wanted.kind) {
    case "set":
      return setCells(desk, found(desk, wanted.record), wanted.cells);
    case "newNumber":
      return numbered(desk, found(desk, wanted.record), wanted.cells);
    case "newNumbers":
      return wanted.records.flatMap(({ record, cells }) =>
        numbered(desk, found(desk, record), cells),
      );
    case "replace":
      return wanted.records.flatMap((number) => replaced(desk, wanted, number));
    case "keepThis":
      return decided(desk, wanted.others, "withdraw");
    case "samePerson":
    case "withdraw":
      return decided(desk, wanted.records, "withdraw");
    case "asWritten":
      return decided(desk, wanted.records, "as written");
    case "afterAll":
      return decided(desk, wanted.records, "after all");
  }
}

function replaced(desk: Desk, { at, from, to: value }: Replace, number: number): Change[] {
  const reject = found(desk, number);
  const held = trimText(reject.cells[at] ?? "");
  const isMeant = [from].flat().some((one) => trimText(one) === held);
  return isMeant ? setCells(desk, reject, [{ at, value }]) : [];
}

function found({ index }: Desk, number: number): Reject {
  const reject = index.record(number);
  if (reject !== undefined) return reject;
  throw new UsageError("That record is not among the rejected ones any more.", {
    cure: "Look at the list again.",
  });
}

const decided = ({ keys, ...desk }: Desk, records: readonly number[], decision: Decided) =>
  records.map((number): Change => {
    const key = keys.exactKeyOf(found({ keys, ...desk }, number));
    return { ...key, column: "", was: "", now: "", decision };
  });

function setCells(desk: Desk, reject: Reject, cells: readonly WantedCell[]): Change[] {
  for (const { at, value } of cells) refuseOther(desk, reject, { at, value });
  return changed(desk, reject, { cells, decision: "" });
}

function numbered(desk: Desk, reject: Reject, cells: readonly WantedCell[]): Change[] {
  return changed(desk, reject, { cells, decision: "new id" });
}

function changed(
  { keys }: Desk,
  reject: Reject,
  { cells, decision }: { readonly cells: readonly WantedCell[]; readonly decision: Decided },
): Change[] {
  const key = keys.keyOf(reject);
  return cells.flatMap(({ at, value }): Change[] => {
    const was = trimText(reject.cells[at] ?? "");
    const now = trimText(value);
    return was === now ? [] : [{ ...key, column: keys.columnOf(reject, at), was, now, decision }];
  });
}

/** Ids are locked: a record that gets another one is another record to all who name it. */
function refuseOther({ keys }: Desk, reject: Reject, { at, value }: WantedCell): void {
  const was = trimText(reject.cells[at] ?? "");
  if (was === "" || was === trimText(value)) return;
  const { role, isWrong } = keys.roleOf(reject, at);
  const place = `${reject.file} line ${reject.line}, column ${keys.columnOf(reject, at)}`;
  if (role === "legacy id") {
    throw new DecisionNeeded(`${place}: the record would get another number.`, {
      cure: "If that is meant, choose a new number (--new-id).",
    });
  }
  if (role === "reference" && !isWrong) {
    throw new DecisionNeeded(
      `${place}: the record would name another one, and that was not wrong.`,
      {
        cure: "If that is meant, choose a new number (--new-id).",
      },
    );
  }
}
