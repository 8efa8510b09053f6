import { join } from "node:path";
import { expect, test } from "vitest";
import { FAILPOINTS, type Failpoint } from "../../src/plain/failpoint.ts";
import { casesOf } from "../support/at-night.ts";
import { hmsync } from "../support/cli.ts";
import { newDatabase } from "../support/import.ts";
import { leftBehind } from "../support/left-behind.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const numbers = Array.from({ length: 12 }, (_, at) => at + 1);
/** Some records of each are rejected; one comes twice. */
const EXPORT = {
  "patients.csv": [
    "patientId,firstName,lastName,phoneNumber",
    ...numbers.map((n) => `${n},Asha,Rao,${n % 5 === 0 ? "" : `044123456${n}`}`),
    "1,Asha,Rao,0441234561",
  ].join("\n"),
  "doctors.csv": "doctorId,fullName\nD1,Dr. Jane Smith\n",
  "visits.csv": [
    "visitId,patientId,doctorId,visitDate",
    ...numbers.map((n) => `V${n},${n},D1,2022-01-${10 + n}`),
  ].join("\n"),
};
const GOOD = {
  ...EXPORT,
  "patients.csv": EXPORT["patients.csv"].replaceAll(",\n", ",0441\n"),
};

const LENIENT = ["--continue-on-error", "--batch-size", "4"];
const importing = (more: readonly string[]) => [
  ...["import", "--source", "legacy", "--as-of", "2026-01-14", "--no-archive", ...more],
];

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), files);
  await newDatabase(dbOf(cwd));
  return cwd;
}

const dbOf = (cwd: string) => join(cwd, "hmsync.db");

/** What an import leaves that nobody stopped. */
async function unstopped(files: Readonly<Record<string, string>>, flags: readonly string[]) {
  const cwd = await folderWith(files);
  const { exitCode } = await hmsync(importing(flags), { cwd });
  return { exitCode, state: leftBehind(dbOf(cwd)) };
}

/** As an export of millions of records is imported, threads and all. */
const AS_LARGE = { HMSYNC_AS_LARGE: "1" };

/** Imports, dies at a failpoint, and does what `import:status` and the messages advise. */
async function died(files: Readonly<Record<string, string>>, flags: readonly string[], at: string) {
  const cwd = await folderWith(files);
  const killed = await hmsync(importing(flags), {
    cwd,
    env: { ...AS_LARGE, HMSYNC_FAILPOINT: at },
  });
  const [[written] = []] = query(dbOf(cwd), "select count(*) as rows from ledger_crosswalk");
  const resumed = flags.length > 0 ? await hmsync(["import", "--resume"], { cwd }) : undefined;
  const again =
    resumed === undefined || resumed.exitCode === 2
      ? await hmsync(importing(flags), { cwd })
      : resumed;
  return { killed, written: Number(written), again, state: leftBehind(dbOf(cwd)) };
}

/** How often a lenient run comes to a point before it is to die there. */
const TIMES: Readonly<Partial<Record<Failpoint, number>>> = {
  "before-insert": 17,
  "after-insert": 6,
  "before-commit": 2,
  "after-commit": 3,
  "before-ledger": 2,
  "after-ledger": 3,
  "before-checkpoint": 3,
  "after-checkpoint": 2,
  "before-parse": 2,
  "after-parse": 3,
  "before-prepare": 4,
  "after-prepare": 2,
};
const LENIENT_SAMPLE = [
  "before-insert",
  "after-ledger",
  "after-checkpoint",
  "after-commit",
] as const;
const BEFORE_A_BACKUP = ["before-backup", "after-backup"];

let lenient: ReturnType<typeof unstopped> | undefined;

/** A sample: the night goes through them all. */
const LENIENT_POINTS = casesOf(
  [
    ...LENIENT_SAMPLE,
    ...FAILPOINTS.filter((at) => !LENIENT_SAMPLE.some((sampled) => sampled === at)),
  ],
  LENIENT_SAMPLE.length,
);

test.each(LENIENT_POINTS)(
  "a lenient run that is killed at %s is gone on with, and ends as if it had not been",
  async (at) => {
    lenient ??= unstopped(EXPORT, LENIENT);
    const { killed, again, state } = await died(EXPORT, LENIENT, `${at}:${TIMES[at] ?? 1}`);
    expect(killed.signal).toBe(BEFORE_A_BACKUP.includes(at) ? null : "SIGKILL");
    expect(again.exitCode).toBe(3);
    expect(state).toEqual((await lenient).state);
  },
);

let whole: ReturnType<typeof unstopped> | undefined;

test.each(casesOf(["after-commit", "before-commit", "after-insert"] as const, 2))(
  "a first lenient run of one transaction that is killed at %s: all or nothing, and gone on with",
  async (at) => {
    const flags = ["--continue-on-error"];
    whole ??= unstopped(EXPORT, flags);
    const { killed, written, again, state } = await died(EXPORT, flags, at);
    expect(killed.signal).toBe("SIGKILL");
    expect(written > 0).toBe(at === "after-commit");
    expect(again.exitCode).toBe(3);
    expect(state).toEqual((await whole).state);
  },
);

let strict: ReturnType<typeof unstopped> | undefined;
/** A sample: `bench/kill-import.ts` goes through them all, and through random instants. */
const STRICT_SAMPLE = [
  ...(["before-commit", "after-commit", "after-report", "after-insert"] as const),
  ...(["registered", "after-ledger"] as const),
] as const;

test.each(casesOf(STRICT_SAMPLE, 2))(
  "a strict run that is killed at %s is run again, and ends as if it had not been",
  async (at) => {
    strict ??= unstopped(GOOD, []);
    const { killed, again, state } = await died(GOOD, [], at);
    expect(killed.signal).toBe("SIGKILL");
    expect(killed.stdout === "" || at === "after-report").toBe(true);
    expect(again.exitCode).toBe(0);
    expect(state).toEqual((await strict).state);
  },
);

test("nothing but a test build knows failpoints", async () => {
  const cwd = await folderWith(GOOD);
  const { exitCode } = await hmsync(importing([]), { cwd, env: { HMSYNC_FAILPOINT: "nonsense" } });
  expect(exitCode).toBe(0);
  expect(query(dbOf(cwd), "select count(*) as rows from visits")).toEqual([[12]]);
});
