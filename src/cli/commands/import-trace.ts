import type { NearMiss } from "../../chain/trace/near-misses.ts";
import { type TraceAsked, type TraceResult, traceOf } from "../../jobs/chain/trace.ts";
import { EXIT, type ExitCode, HmsyncError, UsageError } from "../../plain/errors.ts";
import { traceDocument } from "../../report/trace-document.ts";
import { traceText } from "../../report/trace-text.ts";
import type { Arguments } from "../arguments.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { targetOf } from "../wiring.ts";

/** No run has met what was asked for. */
class NoSuchRecord extends HmsyncError {
  readonly exitCode = EXIT.failure;
}

/** Tells the story of one record. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const target = targetOf(args);
  const asked = askedRecord(args);
  const values = args.flags.reveal === true ? "revealed" : "masked";
  const legacySystem = args.flags["legacy-system"];
  const result = await traceOf({ database: databasePath(args), target, asked, legacySystem });
  const { trace } = result;
  if (trace === undefined) throw noRecord(asked, result, values);
  if (args.flags.json) terminal.document(traceDocument(trace, values));
  else {
    const { paint, room } = terminal;
    terminal.result(traceText(trace, { values, paint, room, application: target.title }));
  }
  return EXIT.clean;
}

/** @throws UsageError */
function askedRecord({ operand: entity, second: legacyId, flags }: Arguments): TraceAsked {
  const { file, line, record } = flags;
  if (file === undefined) {
    if (line !== undefined || record !== undefined)
      throw howToAsk("--line and --record need --file.");
    if (entity === undefined || legacyId === undefined) throw howToAsk("Which record?");
    return { entity, legacyId };
  }
  if (legacyId !== undefined) throw howToAsk("A record is named by its number or by its place.");
  if (line !== undefined && record !== undefined) throw howToAsk("Give --line or --record.");
  if (line !== undefined) return { entity, file, at: { line: numberOf("line", line) } };
  if (record !== undefined) return { entity, file, at: { record: numberOf("record", record) } };
  throw howToAsk("--file needs --line or --record.");
}

const howToAsk = (what: string): UsageError =>
  new UsageError(what, {
    cure: "Write  hmsync import:trace patients 123  or  hmsync import:trace patients --file patients.csv --line 5",
  });

function numberOf(flag: "line" | "record", text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageError(`--${flag} is not a number, 1 or more.`, { cure: `Write --${flag} 5.` });
}

/** There is none; what may have been meant. What was typed is a patient's number: it is not said again. */
function noRecord(
  asked: TraceAsked,
  { near, why }: TraceResult,
  values: "masked" | "revealed",
): Error {
  if ("file" in asked) return notInFile(asked.file, why);
  const [first] = near;
  const cure =
    first === undefined
      ? "Check the number and the entity; --legacy-system names another legacy system. A record that runs neither took nor rejected is in none of their exports."
      : `Did you mean  ${near.map((one) => nearWords(one, asked.entity, values)).join("  or  ")}  ? Numbers are compared to the last sign.`;
  return new NoSuchRecord(`No run has met a record of ${asked.entity} with this number.`, { cure });
}

function nearWords({ entity, legacyId, how }: NearMiss, asked: string, values: string): string {
  if (entity !== asked) return `${how} in ${entity}`;
  return values === "revealed" ? `${legacyId} (${how})` : `the one ${how}`;
}

function notInFile(file: string, why: TraceResult["why"]): Error {
  if (why === "several entities") {
    return new UsageError(`${file} is read for several entities.`, {
      cure: `Name one: hmsync import:trace ENTITY --file ${file} --line N`,
    });
  }
  return why === "no such file"
    ? new NoSuchRecord(`No run has read a file ${file}.`, {
        cure: "Name it as the report of the run does; hmsync import:report lists the files.",
      })
    : new NoSuchRecord(`No record of ${file} is known to begin there.`, {
        cure: "The header and blank lines are no records. A record that is in, and was read again since, is found by its number, or where the export can still be read.",
      });
}
