import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { KINDS, type Kind, type Place } from "./growth-kinds.ts";

// Whether time or memory grows faster than an input that grows in one way: each kind at next to nothing, once,
// twice and four times. `npx tsx bench/growth.ts`, `--only "one id" --size 10`. What four times costs above five
// times as much as once, start-up taken off both, is flagged. Processor time counts; it takes GNU time.

const { values: flags } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    size: { type: "string", default: "1" },
    program: { type: "string", default: "dist/src/cli/main.js" },
    /** Seconds: a command that takes longer is stopped, and the larger ones of its kind are left out. */
    most: { type: "string", default: "120" },
  },
});
const PROGRAM = resolve(flags.program);
const TIMES = [0, 1, 2, 4] as const;
/** Flagged from here on, where it is more than the noise. */
const MOST_GROWTH = 5;
const NOISE = { seconds: 0.4, mib: 40 };
/** Commands that read an export. */
const READING = /^import(?::assess|:preflight)?$/;
const ALLOWED = [0, 1, 3, 4];

interface Spent {
  readonly seconds: number;
  readonly mib: number;
  readonly exit: number;
}

/** Runs a command in the folder of its kind, and says what it took; nothing where it took too long. */
function spend(
  command: readonly string[],
  { folder, source }: Place,
  run: string,
): Spent | undefined {
  const measured = join(folder, "time");
  const args = command.map((word) => (word === "RUN" ? run : word));
  const reads = READING.test(args[0] ?? "") ? ["--source", source] : [];
  const report =
    args[0] === "import:status" || args[0] === "import:report"
      ? []
      : ["--report", join(folder, "report")];
  const given = args[0] === "import:undo" || args[0] === "import:preflight" ? [] : report;
  const time = ["-o", measured, "-f", "%U %S %M %x", "timeout", flags.most, process.execPath];
  const done = spawnSync("/usr/bin/time", [...time, PROGRAM, ...args, ...reads, ...given], {
    ...{ cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 },
  });
  const text = readFileSync(measured, "utf8").trim().split("\n").at(-1) ?? "";
  const [user = 0, system = 0, kib = 0, exit = 0] = text.split(" ").map(Number);
  if (exit === 124) return undefined;
  if (!ALLOWED.includes(exit)) {
    throw new Error(`${args.join(" ")} ended with ${exit}: ${done.stderr.slice(-600)}`);
  }
  return { seconds: user + system, mib: kib / 1024, exit };
}

type Row = (Spent | undefined)[];

/** Each command on an input of its own. */
async function measureKind(kind: Kind): Promise<void> {
  for (const command of kind.commands) {
    const row: Row = [];
    for (const times of TIMES) {
      const folder = mkdtempSync(join(tmpdir(), "hmsync-growth-"));
      try {
        const place: Place = {
          ...{ folder, source: join(folder, "export") },
          run: (...args) => {
            mkdirSync(folder, { recursive: true });
            const options = {
              cwd: folder,
              encoding: "utf8",
              maxBuffer: 1 << 28,
              stdio: "pipe",
            } as const;
            return execFileSync(process.execPath, [PROGRAM, ...args], options);
          },
        };
        const size = Math.max(2, Math.round(kind.base * Number(flags.size) * times));
        const run = await kind.make(place, size);
        row.push(spend(command, place, String(run)));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      if (row.at(-1) === undefined) break;
    }
    tell(kind, command, row);
  }
}

/** How many times more the last costs than the second, what the first costs taken off; one where that is noise. */
function growth(row: Row, of: "seconds" | "mib"): number {
  const [none, once, , four] = row.map((one) => one?.[of] ?? Number.POSITIVE_INFINITY);
  if (none === undefined || once === undefined || four === undefined)
    return Number.POSITIVE_INFINITY;
  const [more, least] = [four - none, NOISE[of]];
  return more < least ? 1 : more / Math.max(once - none, least / MOST_GROWTH);
}

let flagged = 0;

function tell({ name, base }: Kind, command: readonly string[], row: Row): void {
  const [seconds, mib] = [growth(row, "seconds"), growth(row, "mib")];
  const isBad = seconds > MOST_GROWTH || mib > MOST_GROWTH;
  if (isBad) flagged++;
  const said = row.map((one) =>
    one === undefined ? "too long" : `${one.seconds.toFixed(1)} s ${Math.round(one.mib)} MiB`,
  );
  const cells = [name, Math.round(base * Number(flags.size)), command.join(" "), ...said];
  for (let at = row.length; at < TIMES.length; at++) cells.push("-");
  const shown = [seconds, mib].map((times) => times.toFixed(1));
  process.stdout.write(`| ${[...cells, ...shown, isBad ? "FASTER" : ""].join(" | ")} |\n`);
}

const HEAD = [
  "kind",
  "size",
  "command",
  ...TIMES.map((times) => `${times}x`),
  "time",
  "memory",
  "",
];
process.stdout.write(`| ${HEAD.join(" | ")} |\n|${HEAD.map(() => "---|").join("")}\n`);
for (const kind of KINDS.filter(({ name }) => name.includes(flags.only))) await measureKind(kind);
process.stdout.write(
  `\n${flagged === 0 ? "Nothing grows faster than its input." : `Faster than the input: ${flagged}.`}\n`,
);
process.exitCode = flagged === 0 ? 0 : 1;
