import { userInfo } from "node:os";
import { nextOpen, type ShownRecord } from "../../chain/shown-record.ts";
import type { ChainOf } from "../../jobs/chain/chain-at-hand.ts";
import {
  drawSample,
  judgeRecord,
  readSample,
  type SampleStanding,
} from "../../jobs/chain/sample.ts";
import { showRecord } from "../../jobs/chain/show-record.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { masked } from "../../report/mask.ts";
import { recordText, sampleText } from "../../report/sample-text.ts";
import { ask, canAsk } from "../ask.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped, sameDatabase } from "../invocation-hint.ts";
import { targetOf } from "../wiring.ts";

const LARGEST = 10_000;

/** Draws the records that a person checks, shows them, and keeps what is said of each. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args } = invocation;
  const { flags, operand } = args;
  const of: ChainOf = { target: targetOf(args), database: databasePath(args), run: operand };
  const who = flags.by ?? userInfo().username;
  const said = saidIn(flags);
  if (said !== undefined) {
    await judgeRecord(Object.assign({ who, remark: flags.remark }, of, said));
    return tell(invocation, await readSample(of));
  }
  const size = flags.size === undefined ? undefined : numberIn(flags.size, "size");
  const standing = await drawSample(Object.assign({ by: who, seed: flags.seed, size }, of));
  if (flags.show !== undefined) {
    const n = flags.show === "next" ? nextOpen(standing.records)?.n : numberIn(flags.show, "show");
    if (n === undefined) return tell(invocation, standing);
    return show(invocation, await showRecord(Object.assign({ n }, of)));
  }
  // What is masked cannot be compared.
  const asks = canAsk(invocation.terminal) && flags.reveal && !flags.json;
  return tell(invocation, asks ? await check(invocation, { of, who, standing }) : standing);
}

type Flags = Invocation["args"]["flags"];

/** What the flags say of a record; undefined if nothing. */
function saidIn({ right, wrong, forget }: Flags) {
  const said = (
    [
      [right, "right", "right"],
      [wrong, "wrong", "wrong"],
      [forget, "forget", "taken back"],
    ] as const
  ).flatMap(([value, flag, verdict]) =>
    value === undefined ? [] : [{ n: numberIn(value, flag), verdict }],
  );
  if (said.length > 1) {
    throw new UsageError("--right, --wrong and --forget are about one record at a time.", {
      cure: "Give one of them.",
    });
  }
  return said[0];
}

function numberIn(text: string, flag: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number > 0 && number <= LARGEST) return number;
  throw new UsageError(`--${flag} takes a number from 1 to ${LARGEST}.`, {
    cure: `For example  --${flag} 12`,
  });
}

function tell({ args, terminal }: Invocation, standing: SampleStanding): ExitCode {
  const { result, records, isOutdated } = standing;
  const exitCode = EXIT.clean;
  if (args.flags.json) {
    const listed = records.map(({ n, entity, legacyId, state }) => ({
      n,
      entity,
      legacyId,
      state,
    }));
    terminal.document(
      JSON.stringify({ schemaVersion: 1, exitCode, isOutdated, sample: result, records: listed }),
    );
    return exitCode;
  }
  if (result === null) {
    terminal.result(`No sample was drawn. Draw one with  ${asTyped("import:sample")}`);
    return exitCode;
  }
  terminal.result(sampleText(result));
  const changed = records.filter(({ state }) => state === "void").length;
  if (changed > 0)
    terminal.narrate(`${changed} records changed after they were checked: they are open again.`);
  if (isOutdated)
    terminal.narrate("Runs have written since it was drawn: draw again to have them in it.");
  const next = nextOpen(records);
  const again = (more: string) =>
    asTyped("import:sample", [more, sameDatabase(args)].filter(Boolean).join(" "));
  terminal.narrate(
    next === undefined
      ? `All of it is checked. Sign with  ${asTyped("import:sign", sameDatabase(args))}`
      : [
          `Next:  ${again(`--show ${next.n} --reveal`)}`,
          `  then  ${again(`--right ${next.n}`)}`,
          `    or  ${again(`--wrong ${next.n} --remark "what is wrong"`)}`,
        ],
  );
  return exitCode;
}

function show({ args, terminal }: Invocation, shown: ShownRecord): ExitCode {
  const exitCode = EXIT.clean;
  const view = (value: string) => (args.flags.reveal ? value : masked(value));
  if (args.flags.json) {
    const cells = JSON.stringify({ schemaVersion: 1, exitCode, record: shown }, (_, value) =>
      typeof value === "bigint" ? String(value) : (value as unknown),
    );
    if (args.flags.reveal) terminal.document(cells);
    else {
      throw new UsageError("A record's values are shown with --reveal alone.", {
        cure: "Add --reveal, or leave --json out.",
      });
    }
  } else terminal.result(recordText(shown, view));
  return exitCode;
}

interface Checking {
  readonly of: ChainOf;
  readonly who: string;
  readonly standing: SampleStanding;
}

/** One record after the other, until all are checked or the person leaves. */
async function check(
  invocation: Invocation,
  { of, who, standing }: Checking,
): Promise<SampleStanding> {
  let records = standing.records;
  let n = nextOpen(records)?.n;
  while (n !== undefined) {
    const shown = await showRecord(Object.assign({ n }, of));
    invocation.terminal.result(`\n${recordText(shown, (value) => value)}`);
    const said = await askOf();
    if (said === undefined) break;
    if (said !== "skip") {
      await judgeRecord(Object.assign({ n, who, seen: shown.digest }, said, of));
      records = (await readSample(of)).records;
    }
    const next = nextOpen(records, n)?.n;
    if (next === n) break;
    n = next;
  }
  return readSample(of);
}

type Said = { readonly verdict: "right" | "wrong"; readonly remark: string };

/** Undefined if the person stops. */
async function askOf(): Promise<Said | "skip" | undefined> {
  const answer = await ask("r = right, w = wrong, s = skip, Enter = stop: ");
  if (answer === "r") return { verdict: "right", remark: "" };
  if (answer !== "w") return answer === "s" ? "skip" : undefined;
  const remark = await ask("What is wrong? ");
  return remark ? { verdict: "wrong", remark } : "skip";
}
