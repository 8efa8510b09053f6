import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Kind, Place } from "./growth-exports.ts";
import { KINDS } from "./growth-kinds.ts";

// Whether time or memory grows faster than an input that grows in one way: each kind at next to nothing, once,
// twice and four times. `npx tsx bench/growth.ts`, `--only "one id" --size 10`, `--at-once 3`. What four times costs
// above five times as much as once, start-up taken off both, is flagged, if the last step grew faster than the one
// before. Processor time counts; it takes GNU time. The table at the end is Markdown; what is measured meanwhile is
// shown on stderr.

const { values: flags } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    size: { type: "string", default: "1" },
    program: { type: "string", default: "dist/src/cli/main.js" },
    /** Seconds: a command that takes longer is stopped, and the larger ones of its kind are left out. */
    most: { type: "string", default: "120" },
    /** Kinds that are measured at the same time. */
    "at-once": { type: "string", default: "1" },
  },
});
const PROGRAM = resolve(flags.program);
const TIMES = [0, 1, 2, 4] as const;
/** Flagged from here on, where it is more than the noise. */
const MOST_GROWTH = 5;
const NOISE = { seconds: 0.4, mib: 40 };
/** Commands that read an export. */
const READING = /^import(?::assess|:diff|:preflight)?$/;
/** Commands that are told where their report goes. */
const REPORTING = /^import(?::assess|:diff|:retry)?$/;
const ALLOWED = [0, 1, 3, 4];

interface Spent {
  readonly seconds: number;
  readonly mib: number;
  readonly exit: number;
}

/** Runs a command in the folder of its kind, and says what it took; nothing where it took too long. */
async function spend(
  command: readonly string[],
  { folder, source }: Place,
  { run, nth }: { readonly run: string; readonly nth: number },
): Promise<Spent | undefined> {
  const measured = join(folder, "time");
  const args = command.map((word) => (word === "RUN" ? run : word));
  const reads = READING.test(args[0] ?? "") ? ["--source", source] : [];
  const given = REPORTING.test(args[0] ?? "") ? ["--report", join(folder, `report-${nth}`)] : [];
  const time = ["-o", measured, "-f", "%U %S %M %x", "timeout", flags.most, process.execPath];
  const { stderr } = await ended("/usr/bin/time", [...time, PROGRAM, ...args, ...reads, ...given], {
    cwd: folder,
  });
  const text = readFileSync(measured, "utf8").trim().split("\n").at(-1) ?? "";
  const [user = 0, system = 0, kib = 0, exit = 0] = text.split(" ").map(Number);
  if (exit === 124) return undefined;
  if (!ALLOWED.includes(exit)) {
    throw new Error(`${args.join(" ")} ended with ${exit}: ${stderr.slice(-600)}`);
  }
  return { seconds: user + system, mib: kib / 1024, exit };
}

type Row = (Spent | undefined)[];

/** Every command on the same input, one after the other: the last ones may change what it has become. */
async function measureKind(kind: Kind): Promise<void> {
  const rows: Row[] = kind.commands.map(() => []);
  for (const times of TIMES) {
    const folder = mkdtempSync(join(tmpdir(), "hmsync-growth-"));
    try {
      const place: Place = {
        folder,
        source: join(folder, "export"),
        run: (...args) => ranIn(folder, args),
      };
      const size = Math.max(2, Math.round(kind.base * Number(flags.size) * times));
      const run = String(await kind.make(place, size));
      for (const [nth, command] of kind.commands.entries()) {
        const row = rows[nth] ?? [];
        // What took too long with less is not tried with more.
        const isHopeless = row.length > 0 && row.at(-1) === undefined;
        row.push(isHopeless ? undefined : await spend(command, place, { run, nth }));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  for (const [nth, command] of kind.commands.entries()) tell(kind, command, rows[nth] ?? []);
}

/** What a command says that is not measured. */
async function ranIn(folder: string, args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await ended(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
  });
  if (ALLOWED.includes(status)) return stdout;
  throw new Error(`${args.join(" ")} ended with ${status}: ${stderr.slice(-600)}`);
}

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function ended(
  program: string,
  args: readonly string[],
  { cwd }: { readonly cwd: string },
): Promise<Ended> {
  return new Promise((end, fail) => {
    execFile(
      program,
      args,
      { cwd, encoding: "utf8", maxBuffer: 1 << 28 },
      (error, stdout, stderr) => {
        const status = error === null ? 0 : error.code;
        if (typeof status === "number") end({ status, stdout, stderr });
        else fail(error);
      },
    );
  });
}

/** How many times more the last costs than the second, what the first costs taken off; one where that is noise. */
function growth(row: Row, of: "seconds" | "mib"): number {
  const [none, once, , four] = row.map((one) => one?.[of] ?? Number.POSITIVE_INFINITY);
  if (none === undefined || once === undefined || four === undefined)
    return Number.POSITIVE_INFINITY;
  const [more, least] = [four - none, NOISE[of]];
  return more < least ? 1 : more / Math.max(once - none, least / MOST_GROWTH);
}

/**
 * Once may be hardly more than the start, and the start itself differs by a few tenths: the steps from once to
 * twice and from twice to four times have to say the same.
 */
function growsFaster(row: Row, of: "seconds" | "mib"): boolean {
  const [, once, twice, four] = row.map((one) => one?.[of] ?? Number.POSITIVE_INFINITY);
  if (once === undefined || twice === undefined || four === undefined) return true;
  const step = Math.max(twice - once, NOISE[of] / 2);
  return growth(row, of) > MOST_GROWTH && (four - twice) / step > MOST_GROWTH / 2;
}

const HEAD = [
  ...["kind", "size (1x)", "command", "start, s"],
  ...["1x, s", "2x, s", "4x, s", "start, MiB", "1x, MiB", "2x, MiB", "4x, MiB"],
  ...["time, 4x / 1x", "memory, 4x / 1x", ""],
];
const table: string[] = [];
let flagged = 0;

function tell({ name, base }: Kind, command: readonly string[], row: Row): void {
  const grown = [growth(row, "seconds"), growth(row, "mib")];
  const isBad = growsFaster(row, "seconds") || growsFaster(row, "mib");
  if (isBad) flagged++;
  const cellsOf = (shown: (spent: Spent) => string) =>
    TIMES.map((_, at) => (row[at] === undefined ? "too long" : shown(row[at])));
  const cells = [
    ...[name, Math.round(base * Number(flags.size)), command.join(" ")],
    ...cellsOf(({ seconds }) => seconds.toFixed(1)),
    ...cellsOf(({ mib }) => mib.toFixed(0)),
    ...grown.map((times) => times.toFixed(1)),
    isBad ? "FASTER" : "",
  ];
  table.push(`| ${cells.join(" | ")} |`);
  process.stderr.write(`${table.at(-1)}\n`);
}

const waiting = KINDS.filter(({ name }) => name.includes(flags.only));

async function measureNext(): Promise<void> {
  for (let kind = waiting.shift(); kind !== undefined; kind = waiting.shift()) {
    await measureKind(kind);
  }
}

await Promise.all(Array.from({ length: Number(flags["at-once"]) }, measureNext));
const said =
  flagged === 0 ? "Nothing grows faster than its input." : `Faster than the input: ${flagged}.`;
const rule = `|${HEAD.map(() => "---|").join("")}`;
process.stdout.write(`${[`| ${HEAD.join(" | ")} |`, rule, ...table, "", said].join("\n")}\n`);
process.exitCode = flagged === 0 ? 0 : 1;
