import { userInfo } from "node:os";
import type { Wanted } from "../../chain/corrections/wanted.ts";
import { type Checked, check } from "../../jobs/chain/check.ts";
import { CorrectionDesk } from "../../jobs/chain/correct.ts";
import {
  cellsOf,
  findRejects,
  type NamedRejects,
  onlyReject,
  rejectsHolding,
} from "../../jobs/chain/find-rejects.ts";
import { counted } from "../../plain/columns.ts";
import { DecisionNeeded, EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { stepText } from "../../report/fixes-text.ts";
import { canAsk, confirm } from "../ask.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped, sameDatabase } from "../invocation-hint.ts";
import { targetOf } from "../wiring.ts";

/** Corrects rejected records, for this import and all later ones; or says what the import would make of it. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const { flags } = args;
  const chain = {
    target: targetOf(args),
    database: databasePath(args),
    legacySystem: flags["legacy-system"],
  };
  const desk = await CorrectionDesk.open(chain);
  try {
    for (const note of desk.corrections.notes) terminal.narrate(note);
    const wanted = wantedOf(desk, invocation);
    if (flags["dry-run"]) {
      return tellChecked(invocation, wanted, await checked(desk, chain, wanted));
    }
    if (wanted.kind === "replace") await askForAll(invocation, wanted.records.length);
    const asking = { who: flags.by ?? userInfo().username, why: flags.why ?? flags.withdraw ?? "" };
    const step = await desk.correct(wanted, asking);
    const { id, kind, records } = step;
    if (flags.json) terminal.document(JSON.stringify({ step: Number(id), kind, records }));
    else {
      terminal.result(stepText(step));
      const onIt = (more = "") => [more, sameDatabase(args)].filter(Boolean).join(" ");
      terminal.narrate(
        `Take it in with  ${asTyped("import:retry", onIt())}  (--dry-run first to see what comes of it), undo it with  ${asTyped("import:fixes", onIt("--undo"))}`,
      );
    }
    return EXIT.clean;
  } finally {
    desk.close();
  }
}

/** @throws UsageError if the flags do not say one thing */
function wantedOf(desk: CorrectionDesk, { args }: Invocation): Wanted {
  const { flags, lists, operand: entity, second: legacyId } = args;
  if (entity === undefined) throw howToFix("Which record?");
  const values = (lists.set ?? []).map(assignment);
  const named = { entity, legacyId, file: flags.file, line: lineOf(flags.line) };
  if (flags.was !== undefined) return replacing(desk, { entity, values, was: flags.was, named });
  if (legacyId === undefined && named.line === undefined) throw howToFix("Which record?");
  const said = [
    values.length > 0,
    ...[flags.withdraw, flags["as-written"], flags["after-all"], flags["keep-this"]],
    flags["same-as"],
  ].filter((one) => one !== undefined && one !== false);
  if (said.length !== 1) throw howToFix("Say one thing about the record.");
  return aboutOne(desk, { named, values, flags });
}

interface AboutOne {
  readonly named: NamedRejects;
  readonly values: readonly (readonly [string, string])[];
  readonly flags: Invocation["args"]["flags"];
}

function aboutOne(desk: CorrectionDesk, { named, values, flags }: AboutOne): Wanted {
  if (flags["keep-this"]) {
    const { number: record } = onlyReject(desk, named);
    const all = desk.index.sameId(record).map((one) => one.number);
    return { kind: "keepThis", record, others: othersThan(all, record) };
  }
  const reject = onlyReject(desk, named);
  const { number } = reject;
  const same = flags["same-as"];
  if (same !== undefined) return { kind: "samePerson", records: [number], kept: same };
  if (values.length === 0) {
    const kind = flags.withdraw !== undefined ? "withdraw" : "asWritten";
    return { kind: flags["after-all"] ? "afterAll" : kind, records: [number] };
  }
  const cells = cellsOf(desk, reject, values);
  return { kind: flags["new-id"] ? "newNumber" : "set", record: number, cells };
}

function othersThan(all: readonly number[], record: number): number[] {
  const others = all.filter((one) => one !== record);
  if (others.length > 0) return others;
  throw new UsageError("No other rejected record has its number.", {
    cure: "Correct the record with --set.",
  });
}

interface Replacing extends Pick<AboutOne, "named" | "values"> {
  readonly entity: string;
  readonly was: string;
}

function replacing(desk: CorrectionDesk, { entity, values, was, named }: Replacing): Wanted {
  const [first, ...more] = values;
  if (first === undefined || more.length > 0) throw howToFix("--was takes one --set beside it.");
  findRejects(desk, { entity });
  const [column, to] = first;
  const { at, records } = rejectsHolding(desk, { entity, column, text: was });
  const isNarrowed = Object.values(named).filter((one) => one !== undefined).length > 1;
  const meant = isNarrowed ? findRejects(desk, named).map(({ number }) => number) : records;
  const found = records.filter((number) => meant.includes(number));
  return { kind: "replace", records: found, at, from: was, to };
}

function assignment(text: string): readonly [column: string, value: string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw howToFix("--set takes a column and a value.");
}

function lineOf(line: string | undefined): number | undefined {
  if (line === undefined || /^[1-9]\d{0,14}$/.test(line))
    return (line && Number(line)) || undefined;
  throw new UsageError("--line is not a number, 1 or more.", { cure: "Write --line 5." });
}

const howToFix = (what: string): UsageError =>
  new UsageError(what, {
    cure: `Write  ${asTyped("import:fix", 'patients 123 --set phone=0171 --why "asked"')}  or see  ${asTyped("import:fix", "--help")}`,
  });

/** @throws DecisionNeeded if nobody is there to answer, or the answer is no */
async function askForAll({ args: { flags }, terminal }: Invocation, records: number) {
  if (records === 0) {
    throw new UsageError("No rejected record has that value.", { cure: "Check --was." });
  }
  if (flags.yes) return;
  const what = `${counted(records, "rejected record has", "rejected records have")} that value.`;
  if (!canAsk(terminal)) {
    throw new DecisionNeeded(`${what} Nothing was changed.`, { cure: "To go ahead, add --yes." });
  }
  if (!(await confirm(`${what} Correct all of them?`))) {
    throw new DecisionNeeded("Cancelled.", { cure: "Nothing was changed." });
  }
}

/** Records that are judged one by one. */
const MOST_CHECKED = 1_000;

async function checked(
  desk: CorrectionDesk,
  chain: Parameters<typeof CorrectionDesk.open>[0],
  wanted: Wanted,
): Promise<readonly Checked[]> {
  const judge = (record: number, cells: { at: number; value: string }[]) =>
    check({ ...chain, desk, record, cells });
  switch (wanted.kind) {
    case "set":
    case "newNumber":
      return [await judge(wanted.record, [...wanted.cells])];
    case "replace": {
      const { records, at, to: value } = wanted;
      const all: Checked[] = [];
      for (const record of records.slice(0, MOST_CHECKED)) {
        all.push(await judge(record, [{ at, value }]));
      }
      return all;
    }
    default:
      return [];
  }
}

function tellChecked(
  { args, terminal }: Invocation,
  wanted: Wanted,
  found: readonly Checked[],
): ExitCode {
  const rejected = found.filter(({ outcome }) => outcome === "rejected");
  const records = wanted.kind === "replace" ? wanted.records.length : 1;
  const issues = rejected.flatMap((one) => one.issues);
  if (args.flags.json) {
    terminal.document(
      JSON.stringify({ kind: wanted.kind, records, rejected: rejected.length, issues }),
    );
  } else {
    const words = [...new Set(issues.map(({ code, words: text }) => `  ${code}  ${text}`))];
    const what = `${counted(records, "record")}: ${found.length - rejected.length} would be taken in, ${rejected.length} rejected still. Nothing was changed.`;
    terminal.result([what, ...words].join("\n"));
  }
  return rejected.length > 0 ? EXIT.rejected : EXIT.clean;
}
