import { closeSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { levelOf, type RunEvent, type StepEvent } from "../../import/request/run-log.ts";
import type { SystemError } from "../../plain/errors.ts";
import { openToAppend, unwritable } from "../../plain/owner-only.ts";
import { LOG_NAME } from "./run-log-name.ts";

/** Lines about single records are gathered up to this many characters. */
const GATHERED = 64 * 1024;

/** What a line may hold, and how that looks. What is not here, or looks otherwise, is left out. */
const FIELDS: Readonly<Record<string, RegExp | "number">> = {
  event: /^[a-z]+(\.[a-z]+)?$/,
  code: /^\w+(\.[\w-]+){1,3}$/,
  entity: /^[\w-]{1,64}$/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name with one would break a terminal
  file: /^[^\x00-\x1f\x7f]{1,255}$/,
  status: /^[a-z-]{1,16}$/,
  kind: /^[a-z]{1,16}$/,
  mode: /^[a-z]{1,16}$/,
  measure: /^[A-Za-z ]{1,32}$/,
  failure: /^[A-Za-z-]{1,16}$/,
  sqlite: /^SQLITE_[A-Z_]{1,32}$/,
  record: "number",
  line: "number",
  offset: "number",
  files: "number",
  entities: "number",
  records: "number",
  rejected: "number",
  done: "number",
  bytes: "number",
  logged: "number",
  differences: "number",
  attempt: "number",
  step: "number",
  exitCode: "number",
  process: "number",
  ms: "number",
};

/**
 * The log of a run as JSON lines, which only its owner can read. A place that cannot be written any
 * more does not stop the run: what could not be written is known at the end.
 */
export class RunLogFile {
  readonly #path: string;
  readonly #pino: ReturnType<typeof pino>;
  #handle: number | undefined;
  #gathered = "";
  #failure: SystemError | undefined;

  /** Continues the log of a run that is resumed. */
  constructor(folder: string) {
    this.#path = join(folder, LOG_NAME);
    this.#pino = pino(
      {
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (level) => ({ level }) },
      },
      { write: (line) => this.#gather(line) },
    );
  }

  readonly log = (event: RunEvent | StepEvent): void => {
    this.#pino[levelOf(event)](allowedOf(event));
    // Whoever follows sees at once what is not about single records.
    if (event.event !== "record.rejected") this.#flush();
  };

  /** @returns why the log is incomplete, where it is */
  close(): SystemError | undefined {
    this.#flush();
    this.#attempt(() => {
      if (this.#handle !== undefined) closeSync(this.#handle);
    });
    return this.#failure;
  }

  #gather(line: string): void {
    this.#gathered += line;
    if (this.#gathered.length >= GATHERED) this.#flush();
  }

  /** Whole lines at a time: a run that is killed leaves no half of one. */
  #flush(): void {
    let bytes = Buffer.from(this.#gathered);
    this.#gathered = "";
    this.#attempt(() => {
      this.#handle ??= openToAppend(this.#path);
      while (bytes.length > 0) bytes = bytes.subarray(writeSync(this.#handle, bytes));
    });
  }

  /** After the first failure nothing is written: a log with a gap would pass for a whole one. */
  #attempt(work: () => void): void {
    if (this.#failure !== undefined) return;
    try {
      work();
    } catch (error) {
      this.#failure = unwritable(this.#path, error);
    }
  }
}

/** Also at run time nothing gets into a line but what is meant to. */
function allowedOf(event: RunEvent | StepEvent): Record<string, string | number> {
  const allowed: Record<string, string | number> = {};
  // By hand: it is noticed on thousands of lines about single records.
  for (const key in event) {
    const value: unknown = event[key as keyof typeof event];
    if (isAllowed(FIELDS[key], value)) allowed[key] = value;
  }
  return allowed;
}

function isAllowed(shape: RegExp | "number" | undefined, value: unknown): value is string | number {
  if (shape === undefined) return false;
  if (shape === "number") return typeof value === "number" && Number.isFinite(value);
  return typeof value === "string" && shape.test(value);
}
