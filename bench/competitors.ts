import { execFileSync, spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { ownDdl } from "../src/jobs/own-schema.ts";
import { DATABASE, ENTITIES, LEGACY_TABLES, makeDatabase } from "./legacy-tables.ts";
import type { Work } from "./measure.ts";

/** What imports an export into `hmsync.db` of the folder that it runs in. */
export interface Importer {
  readonly name: string;
  /** What is there before the clock starts. */
  readonly prepare?: (folder: string) => Promise<void> | void;
  readonly work: (folder: string) => Work;
}

export const OURS = "hmsync import";
/** What ratios are taken against. */
export const BASELINE = "sqlite3 .import";

/** A command of ours, as it is built, in a folder. */
export const hmsync =
  (exitCode: number, ...argv: readonly string[]) =>
  (cwd: string): Work => ({
    command: process.execPath,
    args: [resolve("dist/src/cli/main.js"), ...argv],
    cwd,
    exitCodes: [exitCode],
  });

/** All that import the same files, as far as they are on this machine. */
export function importersOf(source: string): Importer[] {
  return [
    { name: OURS, work: hmsync(0, "import", "--source", source) },
    ...(versionOf("sqlite3") ? SQLITE_SHELLS.map((one) => sqliteImport(source, one)) : []),
    ...(versionOf("sqlite-utils") ? [sqliteUtils(source)] : []),
    drizzleLoop(source),
  ];
}

/** The shell of SQLite as it comes, and as somebody who knows it would set it. */
const SQLITE_SHELLS = [
  { name: BASELINE, settings: [] },
  {
    name: "sqlite3 .import, WAL, 256 MiB cache",
    settings: ["pragma journal_mode = wal;", "pragma cache_size = -262144;"],
  },
] as const;

/** It checks foreign keys and nothing else. */
function sqliteImport(
  source: string,
  { name, settings }: (typeof SQLITE_SHELLS)[number],
): Importer {
  const imports = ENTITIES.map(
    (table) => `.import --csv --skip 1 '${join(source, `${table}.csv`)}' ${table}`,
  );
  const begin = [...settings, "pragma foreign_keys = on;", LEGACY_TABLES];
  const input = [...begin, ...imports, ""].join("\n");
  const work = (cwd: string): Work => ({
    command: "sqlite3",
    args: [DATABASE],
    cwd,
    input,
    exitCodes: [0],
  });
  return { name, work };
}

/** A process for each table; it writes declared foreign keys without checking them. */
function sqliteUtils(source: string): Importer {
  const script = ENTITIES.map(
    (table) => `sqlite-utils insert ${DATABASE} ${table} "$0/${table}.csv" --csv --silent`,
  ).join(" && ");
  const work = (cwd: string): Work => ({
    command: "sh",
    args: ["-c", script, source],
    cwd,
    exitCodes: [0],
  });
  return {
    name: "sqlite-utils insert --csv",
    work,
    prepare: (folder) => makeDatabase(folder, [LEGACY_TABLES]),
  };
}

const BUILT = resolve("bench/data/built");

function drizzleLoop(source: string): Importer {
  const work = (cwd: string): Work => ({
    command: process.execPath,
    cwd,
    exitCodes: [0],
    args: [join(BUILT, "bench/drizzle-loop.js"), source, DATABASE],
  });
  return {
    name: "Drizzle, 500 a batch",
    work,
    prepare: async (folder) => makeDatabase(folder, await ownDdl()),
  };
}

/** Builds what is compared: JavaScript, so that nobody pays for compiling TypeScript while the clock runs. */
export function buildAll(): void {
  execFileSync(process.execPath, ["build.mjs"], { stdio: "inherit" });
  const compiler = resolve("node_modules/typescript/bin/tsc");
  const settings = ["--ignoreConfig", "--rootDir", ".", "--outDir", BUILT, "--skipLibCheck"];
  const language = ["--module", "nodenext", "--target", "es2023", "--types", "node"];
  execFileSync(
    process.execPath,
    [
      ...[compiler, "bench/drizzle-loop.ts", ...settings, ...language],
      "--rewriteRelativeImportExtensions",
    ],
    { stdio: "inherit" },
  );
}

/** The version of a command of the machine; nothing where it has none. */
export function versionOf(command: "sqlite3" | "sqlite-utils"): string | undefined {
  const asked = spawnSync(command, ["--version"], { encoding: "utf8" });
  return asked.status === 0 ? /\d+\.\d+[\d.]*/.exec(asked.stdout)?.[0] : undefined;
}

/** How to get what is not on this machine. */
export function missing(): string[] {
  const hints = {
    sqlite3: "apt-get install sqlite3  (Debian, Ubuntu)  or  brew install sqlite  (macOS)",
    "sqlite-utils": "apt-get install sqlite-utils  or  pip install sqlite-utils",
  };
  return (["sqlite3", "sqlite-utils"] as const)
    .filter((command) => versionOf(command) === undefined)
    .map(
      (command) => `${command} is not on this machine and is left out. Get it:  ${hints[command]}`,
    );
}
