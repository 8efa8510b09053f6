import { userInfo } from "node:os";
import type { ChainOf } from "../../jobs/chain/chain-at-hand.ts";
import { judgePair } from "../../jobs/persons/judge.ts";
import {
  type ListedPair,
  listPersons,
  PAIR_STATES,
  type PersonList,
} from "../../jobs/persons/list.ts";
import type { MergeOutcome } from "../../jobs/persons/merge-run.ts";
import { nameOf, recordNamed } from "../../jobs/persons/merges-at-hand.ts";
import { searchPersons } from "../../jobs/persons/search.ts";
import { type ShownPair, showPair } from "../../jobs/persons/show.ts";
import { takeInVerdicts } from "../../jobs/persons/take-in.ts";
import type { RecordName } from "../../persons/merge.ts";
import type { VerdictWord } from "../../persons/verdicts/verdict-ledger.ts";
import { alignColumns, counted, grouped } from "../../plain/columns.ts";
import { DecisionNeeded, EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { oneLine } from "../../plain/visible.ts";
import { masked } from "../../report/mask.ts";
import {
  bitsText,
  cellText,
  reasonsOf,
  saidBy,
  termsText,
  waterfallText,
} from "../../report/persons-text.ts";
import { canAsk, confirm } from "../ask.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { interruptSignal } from "../interrupt.ts";
import { asTyped, sameDatabase } from "../invocation-hint.ts";
import { targetOf } from "../wiring.ts";

/** Lists records that may be of one person, keeps what a person says of two, and joins them by it. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args } = invocation;
  const { flags, operand, second } = args;
  const of: ChainOf = { target: targetOf(args), database: databasePath(args) };
  const said = (["same", "different", "later"] as const).filter((word) => flags[word]);
  if (flags["take-in"]) {
    if (said.length > 0 || operand !== undefined) throw oneThing();
    return takeIn(invocation, of);
  }
  if (operand === undefined && said.length === 0) return list(invocation, of);
  if (operand === undefined || second === undefined || said.length > 1) throw oneThing();
  const records = [recordNamed(operand), recordNamed(second)] as const;
  const [verdict] = said;
  if (verdict === undefined) return show(invocation, await showPair(of, () => records));
  return judge(invocation, of, { records, verdict });
}

const oneThing = (): UsageError =>
  new UsageError("Name two records, and say one thing of them.", {
    cure: `${asTyped("import:persons", "--same patients/919 patients/1020")}, or --different, or --later; --take-in stands alone.`,
  });

async function judge(
  { args: { flags, ...args }, terminal }: Invocation,
  of: ChainOf,
  {
    records,
    verdict,
  }: { readonly records: readonly [RecordName, RecordName]; readonly verdict: VerdictWord },
): Promise<ExitCode> {
  const by = flags.by ?? userInfo().username;
  const { a, b } = await judgePair({ ...of, records, verdict, by, why: flags.why });
  const exitCode = EXIT.clean;
  if (flags.json) terminal.document(JSON.stringify({ schemaVersion: 1, exitCode, a, b, verdict }));
  else {
    terminal.result(oneLine(`${nameOf(a)} and ${nameOf(b)}: ${verdict}, said by ${by}.`));
    const onIt = [sameDatabase({ flags, ...args }), "--take-in"].filter(Boolean).join(" ");
    if (verdict !== "later")
      terminal.narrate(
        `Nothing is joined yet. Take it in with  ${asTyped("import:persons", onIt)}`,
      );
  }
  return exitCode;
}

async function list(invocation: Invocation, of: ChainOf): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const known = await listPersons(of);
  const searches = args.flags.search || known.book === undefined || known.isOutdated;
  if (searches) {
    terminal.narrate("Looking for records that may be of one person ...");
    const interrupt = interruptSignal(terminal);
    await searchPersons({ ...of, signal: interrupt.signal }).finally(interrupt.release);
  }
  const found = searches ? await listPersons(of) : known;
  const state = args.flags.state;
  const pairs = found.pairs.filter((pair) => state === undefined || pair.state === state);
  const exitCode = EXIT.clean;
  if (args.flags.json) {
    const { book, counts, legacySystem } = found;
    const document = { schemaVersion: 1, exitCode, legacySystem, counts, merges: book?.merges };
    terminal.document(JSON.stringify({ ...document, pairs: pairs.map(shownPair(args.flags)) }));
  } else {
    terminal.result(listText(found, pairs.map(shownPair(args.flags))));
    if (pairs.length > 0) {
      const how = args.flags.reveal ? "RECORD OTHER --reveal" : "--reveal";
      const what = args.flags.reveal ? "Look at two with" : "Numbers are masked; show them with";
      terminal.narrate(`${what}  ${asTyped("import:persons", how)}`);
    }
  }
  return exitCode;
}

/** A record's number may be that of a citizen: it is masked unless somebody asked for it, and so is what was said. */
function shownPair({ reveal }: Invocation["args"]["flags"]) {
  const record = ({ space, legacyId }: RecordName): RecordName => ({
    space,
    legacyId: reveal ? legacyId : masked(legacyId),
  });
  return ({ a, b, candidate, verdict, ...rest }: ListedPair): ListedPair => ({
    ...rest,
    a: record(a),
    b: record(b),
    candidate: candidate && { ...candidate, a: record(candidate.a), b: record(candidate.b) },
    verdict: verdict && {
      ...verdict,
      a: record(verdict.a),
      b: record(verdict.b),
      why: reveal || verdict.why === null ? verdict.why : masked(verdict.why),
    },
  });
}

/** So many pairs are listed for people; `--json` has them all. */
const MOST_LISTED = 100;

function listText({ counts, book }: PersonList, pairs: readonly ListedPair[]): string {
  const known = PAIR_STATES.filter((state) => counts[state] > 0);
  const apart = (book?.merges ?? []).flatMap(({ keptApart }) => Object.entries(keptApart));
  const rows = pairs
    .slice(0, MOST_LISTED)
    .map(({ a, b, state, candidate, verdict }) => [
      `  ${oneLine(nameOf(a))}`,
      oneLine(nameOf(b)),
      state,
      candidate === undefined ? "" : bitsText(candidate.bits),
      candidate === undefined ? "" : reasonsOf(candidate),
      verdict === undefined ? "" : oneLine(`${verdict.verdict}: ${saidBy(verdict)}`),
    ]);
  return [
    known.length === 0
      ? "No two records look like one person."
      : known.map((state) => `${state} ${grouped(counts[state])}`).join("   "),
    ...(book?.merges ?? []).map(({ merge, records, more }) => {
      const rest = more > 0 ? `; ${grouped(more)} more pairs are as likely` : "";
      return `  ${merge}: ${counted(records, "record")} compared${rest}`;
    }),
    ...apart.map(([guard, count]) => `  kept apart as ${guard}: ${grouped(count)}`),
    ...(rows.length > 0 ? ["", ...alignColumns(rows)] : []),
    ...(pairs.length > MOST_LISTED ? [`  and ${grouped(pairs.length - MOST_LISTED)} more`] : []),
  ].join("\n");
}

function show({ args, terminal }: Invocation, shown: ShownPair): ExitCode {
  const { rows, hangingOn } = shown;
  const exitCode = EXIT.clean;
  const { reveal, json } = args.flags;
  const pair = shownPair(args.flags)(shown.pair);
  const said = shown.said.map(({ a, b, why, ...one }) => ({
    ...one,
    why: reveal || why === null ? why : masked(why),
  }));
  const cell = (value: Parameters<typeof cellText>[0]): string => {
    const text = cellText(value);
    if (text === null) return "-";
    return oneLine(reveal ? text : masked(text));
  };
  const hanging = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([table, count]) => `${table} ${grouped(count)}`)
      .join(", ") || "nothing";
  if (json) {
    const cells = rows.map(({ column, differs }) => ({ column, differs }));
    const document = { schemaVersion: 1, exitCode, pair, cells, hangingOn, said };
    terminal.document(JSON.stringify(document));
    return exitCode;
  }
  const { candidate } = pair;
  terminal.result(
    [
      ...alignColumns([
        ["", oneLine(nameOf(pair.a)), oneLine(nameOf(pair.b))],
        ...rows.map(({ column, a, b, differs }) => [
          `${differs ? "≠" : " "} ${oneLine(column)}`,
          cell(a),
          cell(b),
        ]),
        ["  named by", hanging(hangingOn[0]), hanging(hangingOn[1])],
      ]),
      "",
      ...(candidate === undefined ? [] : ["Bits for one person:", ...waterfallText(candidate), ""]),
      shown.areJoined
        ? "They are one person in the application."
        : "They are two in the application.",
      ...said.map((one) =>
        oneLine(`${one.verdict}: ${saidBy(one)}${one.why === null ? "" : `: ${one.why}`}`),
      ),
    ].join("\n"),
  );
  return exitCode;
}

async function takeIn(invocation: Invocation, of: ChainOf): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const { flags } = args;
  const interrupt = interruptSignal(terminal);
  const attending = { note: terminal.narrate };
  const taking = (dryRun: boolean) =>
    takeInVerdicts({ ...of, dryRun, signal: interrupt.signal }, attending);
  try {
    const answered = flags["dry-run"] || flags.yes;
    const tried = answered ? undefined : await taking(true);
    if (!answered && tried !== undefined && tried.summary.exitCode === EXIT.clean) {
      tell(invocation, tried);
      if (!canAsk(terminal)) {
        throw new DecisionNeeded(
          "Nothing was changed: there is no terminal to ask for confirmation.",
          {
            cure: "To go ahead, add --yes.",
          },
        );
      }
      if (!(await confirm("Join them so?"))) return EXIT.decision;
    }
    const done = await taking(flags["dry-run"] === true);
    return tell(invocation, done);
  } finally {
    interrupt.release();
  }
}

function maskedFinding<Found extends MergeOutcome["findings"][number]>(found: Found): Found {
  const hidden = (one: RecordName) => ({ ...one, legacyId: masked(one.legacyId) });
  return { ...found, from: hidden(found.from), to: hidden(found.to) };
}

function tell({ args, terminal }: Invocation, done: MergeOutcome | undefined): ExitCode {
  const { json } = args.flags;
  if (done === undefined) {
    const exitCode = EXIT.clean;
    const nothing = { schemaVersion: 1, run: null, committed: false, exitCode, verdicts: 0 };
    if (json) terminal.document(JSON.stringify(nothing));
    else terminal.result("Nothing was said since the last time: there is nothing to take in.");
    return exitCode;
  }
  const { summary, verdicts, terms, disagreements } = done;
  const findings = args.flags.reveal ? done.findings : done.findings.map(maskedFinding);
  const { exitCode, run, status } = summary;
  if (json) {
    terminal.document(JSON.stringify({ ...summary, verdicts, terms, findings, disagreements }));
    return exitCode;
  }
  terminal.result(termsText({ terms, findings }));
  for (const { table, measure, wanted, found } of disagreements)
    terminal.result(`${table}: ${measure}: ${grouped(wanted)} expected, ${grouped(found)} found`);
  const what = counted(verdicts, "verdict");
  if (status === "mismatched") terminal.narrate(`The figures do not agree: nothing was changed.`);
  else if (status === "dry-run")
    terminal.narrate(`${what} would be taken in; nothing was changed.`);
  else {
    const undo = [run, sameDatabase(args)].filter(Boolean).join(" ");
    terminal.narrate(
      `Run ${run} took in ${what}. Take it back on any later day with  ${asTyped("import:undo", undo)}`,
    );
  }
  return exitCode;
}
