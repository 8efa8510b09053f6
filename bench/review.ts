import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { alignColumns } from "../src/plain/columns.ts";
import { groupBy } from "../src/plain/group-by.ts";
import { hmsync } from "./competitors.ts";
import { generateExport } from "./generate.ts";
import { BenchError, measure } from "./measure.ts";
import { treeMemory } from "./process-tree.ts";

// How long each screen of the review takes, and what the page holds of memory, over a large chain with many
// rejected records: `npx tsx bench/review.ts`. Screens are found as a person finds them, by the links of the others.

/** What is asked for. */
const WANTED = { milliseconds: 300, peakMiB: 250 };
const DATA = resolve("bench/data");

const { values } = parseArgs({
  options: {
    visits: { type: "string", default: "1000000" },
    bad: { type: "string", default: "0.045" },
    times: { type: "string", default: "5" },
    screens: { type: "string", default: "60" },
    keep: { type: "boolean", default: false },
    /** Looks at what an earlier bench with --keep has left. */
    look: { type: "boolean", default: false },
  },
});
const visits = Number(values.visits);
const folder = join(DATA, `review-${visits}`);

/** A screen, and how long its answers took. */
interface Timed {
  readonly path: string;
  readonly bytes: number;
  readonly milliseconds: readonly number[];
}

try {
  if (!values.look) await importMany();
  await look();
} finally {
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
}

async function importMany(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  execFileSync(process.execPath, ["build.mjs"], { stdio: "inherit" });
  const source = join(folder, "legacy");
  const size = { patients: visits / 4, doctors: 500, visits, bad: Number(values.bad), seed: 7 };
  generateExport(source, size);
  const asOf = ["--as-of", "2026-02-01"];
  const lenient = ["import", "--source", source, "--continue-on-error", ...asOf];
  const { stdout } = await measure(hmsync(3, ...lenient)(folder));
  console.log(stdout.split("\n").slice(0, 12).join("\n"));
}

async function look(): Promise<void> {
  const started = performance.now();
  const main = resolve("dist/src/cli/main.js");
  const page = spawn(process.execPath, [main, "import:review", "--no-open"], {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const link = new URL(await firstLine(page));
    const ready = (performance.now() - started) / 1000;
    const cookie = await enter(link);
    const screens = await visit(link.origin, cookie);
    const memory = treeMemory(page.pid ?? 0);
    report(screens, { ready, peakMiB: memory?.highestMiB ?? Number.NaN });
  } finally {
    page.kill("SIGINT");
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new BenchError("The page says nothing.");
  for await (const line of createInterface(stdout)) return line;
  throw new BenchError("The page ended before it had a link.");
}

async function enter(link: URL): Promise<string> {
  const body = new URLSearchParams({ token: link.hash.slice(1) });
  const entered = await fetch(new URL("/enter", link), {
    method: "POST",
    body,
    redirect: "manual",
  });
  return (entered.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

/** Follows links from the first screen, each kind of address twice, and asks for each several times. */
async function visit(origin: string, cookie: string): Promise<Timed[]> {
  const seen = new Map<string, Timed>();
  const waiting = ["/"];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (seen.has(path) || seen.size >= Number(values.screens)) continue;
    const milliseconds: number[] = [];
    let text = "";
    for (let time = 0; time < Number(values.times); time++) {
      const begun = performance.now();
      const answer = await fetch(origin + path, { headers: { cookie } });
      text = await answer.text();
      milliseconds.push(performance.now() - begun);
      if (answer.status !== 200) throw new BenchError(`${path} answers ${answer.status}.`);
    }
    seen.set(path, { path, bytes: text.length, milliseconds });
    waiting.push(...linksIn(text));
  }
  return [...seen.values()];
}

/** Of a thousand links that differ in a number alone, two are enough. */
function linksIn(page: string): string[] {
  const links = [...page.matchAll(/href="(\/[^"#]*)/g)].map(([, to = ""]) =>
    to.replaceAll("&amp;", "&"),
  );
  const kinds = groupBy(
    links.filter((to) => !to.startsWith("/assets")),
    (to) => to.replace(/\d+/g, "9").replace(/=[^&]*/g, "="),
  );
  return [...kinds.values()].flatMap((alike) => alike.slice(0, 2));
}

function report(screens: readonly Timed[], at: { ready: number; peakMiB: number }): void {
  const slowest = ({ milliseconds }: Timed) => Math.max(...milliseconds);
  const rows = [...screens]
    .sort((one, other) => slowest(other) - slowest(one))
    .map((screen) => {
      const sorted = [...screen.milliseconds].sort((one, other) => one - other);
      const median = sorted[sorted.length >> 1] ?? 0;
      return [screen.path, Math.round(median), Math.round(slowest(screen)), screen.bytes];
    });
  console.log(alignColumns([["screen", "median ms", "slowest ms", "bytes"], ...rows]).join("\n"));
  const slow = screens.filter((screen) => slowest(screen) > WANTED.milliseconds);
  console.log(`\nReady after ${at.ready.toFixed(1)} s; at most ${Math.round(at.peakMiB)} MiB.`);
  console.log(
    `Over ${WANTED.milliseconds} ms: ${slow.map(({ path }) => path).join(" ") || "none"}`,
  );
  console.log(`Memory ${at.peakMiB <= WANTED.peakMiB ? "within" : "over"} ${WANTED.peakMiB} MiB`);
}
