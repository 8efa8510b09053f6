import type { ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Command } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { casesOf } from "../support/at-night.ts";
import {
  badExport,
  expectOnlyWhereItMay,
  expectSilent,
  expectSilentLedger,
  goodExport,
} from "../support/canary.ts";
import { type Finished, hmsync } from "../support/cli.ts";
import { change, makeReadOnly } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

type Files = Readonly<Record<string, string | Buffer>>;

/** A folder with an export, and one of its own for what a process puts aside. */
function folderWith(files: Files): string {
  const cwd = workspace();
  mkdirSync(join(cwd, "tmp"), { mode: 0o700 });
  writeFiles(join(cwd, "legacy"), files);
  return cwd;
}

/** Runs a command whose temporary files stay in the folder, where they can be looked at. */
async function silent(
  cwd: string,
  argv: readonly string[],
  meanwhile?: (child: ChildProcess) => void,
): Promise<Finished> {
  const env = { TMPDIR: join(cwd, "tmp"), SQLITE_TMPDIR: join(cwd, "tmp") };
  const finished = await hmsync(argv, { cwd, env, ...(meanwhile && { meanwhile }) });
  expectSilent(finished);
  return finished;
}

/** Nothing is left aside, and what is left holds a canary only where it may. */
function expectClean(cwd: string): string[] {
  expect(readdirSync(join(cwd, "tmp"))).toEqual([]);
  const path = join(cwd, "hmsync.db");
  if (existsSync(path)) expectSilentLedger(path);
  return expectOnlyWhereItMay(cwd);
}

/** One shows values because it is asked to; the other takes along the ledger that is looked at. */
const APART = new Set(["import:read", "db:rollback"]);
/** They wait for more than there is. */
const LASTING = new Set(["watch", "follow"]);

/** A page is served until somebody ends it: here, as soon as it has a link. */
const endedAtOnce = (child: ChildProcess): void => {
  child.stdout?.once("data", () => child.kill("SIGINT"));
};

const IMPORT = ["import", "--source", "legacy"];
const LENIENT = [...IMPORT, "--continue-on-error"];

/** How a command is run so that it does something, also one that this test does not know. */
function argvOf({ name, flags }: Command, cwd: string): string[] {
  const given = [
    ...(flags.includes("source") ? ["--source", "legacy"] : []),
    ...(flags.includes("yes") ? ["--yes"] : []),
    ...(name === "db:restore" ? [join("backups", readdirSync(join(cwd, "backups"))[0] ?? "")] : []),
    ...(name === "db:generate" ? ["--name", "canary_test"] : []),
  ];
  return [name, ...given];
}

test.each(casesOf([["--verbose"], ["--json", "--quiet"]], 1))(
  "every command with %s %s: a patient's value stands only where it may",
  async (...verbosity) => {
    const cwd = folderWith(goodExport());
    expect((await silent(cwd, [...IMPORT, ...verbosity])).exitCode).toBe(0);
    await silent(cwd, ["db:backup", ...verbosity]);
    writeFiles(join(cwd, "legacy"), badExport());
    await silent(cwd, [...LENIENT, ...verbosity]);
    for (const command of COMMANDS.filter(({ name }) => !APART.has(name))) {
      const ends = command.name === "import:review" ? endedAtOnce : undefined;
      await silent(cwd, [...argvOf(command, cwd), ...verbosity], ends);
    }
    const holding = expectClean(cwd);
    // The canary is there: what was looked through could have shown it.
    expect(holding).toEqual(expect.arrayContaining(["hmsync.db"]));
    for (const place of [/^backups\//, /\/rejected\//]) {
      expect(holding.some((path) => place.test(path))).toBe(true);
    }
    await silent(cwd, ["db:rollback", "--yes", ...verbosity]);
    expectOnlyWhereItMay(cwd);
  },
);

test("every flag that waits for more is left out above on purpose", () => {
  const waiting = COMMANDS.filter(({ flags }) => flags.some((flag) => LASTING.has(flag)));
  expect(waiting.map(({ name }) => name).sort()).toEqual(["import:logs", "import:status"]);
});

const WAYS: readonly (readonly [way: string, flags: readonly string[]])[] = [
  ["strict", []],
  ["broken into batches of one", ["--continue-on-error", "--batch-size", "1"]],
  ["lenient", ["--continue-on-error"]],
  ["stopped", ["--continue-on-error", "--max-errors", "1"]],
  ["rehearsed", ["--dry-run"]],
  ["of patients only", ["--only", "patients", "--continue-on-error"]],
];

test.each(casesOf(WAYS, 1))(
  "bad records, huge cells, bytes that are no text, %s",
  async (_, flags) => {
    const cwd = folderWith(goodExport());
    await silent(cwd, [...IMPORT, "--verbose"]);
    writeFiles(join(cwd, "legacy"), badExport());
    expect((await silent(cwd, [...IMPORT, ...flags, "--verbose"])).exitCode).toBe(3);
    await silent(cwd, ["import:logs", "--verbose"]);
    await silent(cwd, ["import:logs", "--json"]);
    await silent(cwd, ["import:report", "--verbose"]);
    expectClean(cwd);
  },
);

interface Failure {
  readonly story: string;
  /** Spoils a folder whose database holds the good export. */
  readonly spoil: (cwd: string) => void;
  readonly flags?: readonly string[];
}

const FAILURES: readonly Failure[] = [
  {
    story: "a database that another program has locked",
    spoil: (cwd) => {
      const other = new SqliteDriver(join(cwd, "hmsync.db"));
      onTestFinished(() => void other.close());
      other.exec("begin immediate");
    },
  },
  {
    story: "a database that cannot be written",
    spoil: (cwd) => makeReadOnly(join(cwd, "hmsync.db")),
  },
  {
    story: "a report folder that cannot be made",
    spoil: (cwd) => writeFileSync(join(cwd, "here"), "a file"),
    flags: ["--report", "here"],
  },
  {
    story: "a report and a log that find the disk full",
    spoil: (cwd) => {
      mkdirSync(join(cwd, "reports/full"), { mode: 0o700 });
      for (const name of ["log.jsonl", "issues.csv"]) {
        symlinkSync("/dev/full", join(cwd, "reports/full", name));
      }
    },
    flags: ["--report", "reports/full"],
  },
  {
    story: "a trigger that refuses a row",
    spoil: (cwd) => {
      const refuse = "begin select raise(abort, 'refused by the ward'); end";
      change(join(cwd, "hmsync.db"), `create trigger ward before insert on patients ${refuse}`);
    },
  },
  {
    story: "a file whose first record is taken for its header",
    spoil: (cwd) => {
      const [, ...records] = goodExport()["patients.csv"].split("\n");
      writeFiles(join(cwd, "legacy"), { "patients.csv": records.join("\n") });
    },
  },
];

test.each(casesOf(FAILURES, 2))(
  "$story shows no patient's value",
  async ({ spoil, flags = [] }) => {
    const cwd = folderWith(goodExport());
    await silent(cwd, IMPORT);
    writeFiles(join(cwd, "legacy"), badExport());
    spoil(cwd);
    const { exitCode } = await silent(cwd, [...LENIENT, "--verbose", ...flags]);
    expect(exitCode).not.toBe(0);
    await silent(cwd, ["import:preflight", "--source", "legacy", "--verbose"]);
    expectClean(cwd);
  },
);

/** Milliseconds. */
const POLL = 5;

/** Sends a signal as soon as the run has committed a batch. */
function onceCommitted(cwd: string, signal: NodeJS.Signals): (child: ChildProcess) => void {
  return (child) => {
    const timer = setInterval(() => {
      const reports = join(cwd, "reports");
      const logs = existsSync(reports) ? readdirSync(reports) : [];
      const committed = logs.some((run) => {
        const path = join(reports, run, "log.jsonl");
        return existsSync(path) && readFileSync(path, "utf8").includes("batch.committed");
      });
      if (committed) child.kill(signal);
      if (committed) clearInterval(timer);
    }, POLL);
    child.on("close", () => clearInterval(timer));
  };
}

test.each(casesOf(["SIGKILL", "SIGINT"] as const, 1))(
  "%s in the middle of an import leaves a patient's value only where it may be",
  async (signal) => {
    const cwd = folderWith(goodExport(20_000));
    const argv = [...LENIENT, "--batch-size", "500", "--verbose"];
    const finished = await silent(cwd, argv, onceCommitted(cwd, signal));
    expect(finished.signal ?? finished.exitCode).toBe(signal === "SIGKILL" ? "SIGKILL" : 130);
    // What was committed may still stand in the log.
    const database = expect.stringMatching(/^hmsync\.db(?:-wal)?$/);
    expect(expectOnlyWhereItMay(cwd)).toContainEqual(database);
    const [run = ""] = readdirSync(join(cwd, "reports"));
    const log = readFileSync(join(cwd, "reports", run, "log.jsonl"), "utf8");
    // A killed run leaves whole lines.
    for (const line of log.trimEnd().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
    for (const command of ["import:status", "import:logs", "db:validate", "db:status"]) {
      await silent(cwd, [command, "--verbose"]);
    }
    expectClean(cwd);
  },
);
