import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import type { AskedImport } from "../../src/jobs/input/asked-import.ts";
import { findInput } from "../../src/jobs/input/find-input.ts";
import { checkDecisions } from "../../src/jobs/input/locked-decisions.ts";
import { DecisionNeeded } from "../../src/plain/errors.ts";
import { hmsync } from "../support/cli.ts";
import { targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const MAPPING = {
  mappingVersion: 1,
  legacySystem: "our-old-hms",
  currency: "INR",
  timeZone: "Asia/Kolkata",
  entities: {
    patients: {
      fields: {
        legacyId: "NO",
        fullName: "NAME",
        phone: "MOBILE",
        dateOfBirth: { column: "DOB", optional: true } as object,
        gender: { column: "SEX", optional: true } as object,
      },
    },
  },
};

interface Story {
  /** What the mapping says of the two columns besides their names. */
  readonly dateOfBirth?: object;
  readonly gender?: object;
  /** Birth dates, one a patient. */
  readonly births?: readonly string[];
  /** Sexes, in turn. */
  readonly sexes?: readonly string[];
  /** In place of the last patients' names. */
  readonly names?: readonly string[];
  readonly more?: string;
}

const PROVEN = ["25/12/1980", "13/05/1971", "28/02/1990", "30/06/1964", "17/08/2001", "03/04/1985"];
const OPEN = ["03/04/1990", "05/06/1985", "01/02/1970", "07/08/1999"];
const DMY = { format: "DD/MM/YYYY" };

/** Writes export and mapping into a folder, over what is there. */
function tell(folder: string, story: Story): void {
  const { births = PROVEN, sexes = ["M", "F"], names = [], more } = story;
  const records = births.map((birth, at) => {
    const name = names[at - births.length + names.length] ?? `Name ${at}`;
    return `${at},${name},98765432${10 + at},${birth},${sexes[at % sexes.length]}${more ? ",x" : ""}`;
  });
  const header = `NO,NAME,MOBILE,DOB,SEX${more ? `,${more}` : ""}`;
  const mapping = structuredClone(MAPPING);
  Object.assign(mapping.entities.patients.fields.dateOfBirth, story.dateOfBirth);
  Object.assign(mapping.entities.patients.fields.gender, story.gender);
  writeFiles(folder, {
    "mapping.json": JSON.stringify(mapping, null, 2),
    "legacy/patients.csv": `${[header, ...records].join("\n")}\n`,
  });
}

/** What is asked or contradicted; nothing where the import goes on, and its decisions are kept. */
async function check(folder: string, flags: { relock: boolean } = { relock: false }) {
  const asked = {
    ...NOTHING,
    source: join(folder, "legacy"),
    mapping: join(folder, "mapping.json"),
  };
  const fit = await findInput({ ...asked });
  try {
    const keep = await checkDecisions(fit, { ...asked, ...flags }, {});
    await keep();
    return undefined;
  } catch (error) {
    if (!(error instanceof DecisionNeeded)) throw error;
    return error.message;
  }
}

const NOTHING: Omit<AskedImport, "source" | "mapping"> = {
  target: HMSYNC,
  legacySystem: undefined,
  only: undefined,
  report: undefined,
  fixes: undefined,
  asOf: "2026-01-14",
  settings: {
    mode: "strict",
    dryRun: false,
    batchSize: 20_000,
    archive: false,
    onConflict: "keep",
    markVanished: false,
  },
};

const lockOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, "mapping.lock.json"), "utf8"));

async function story(...told: Story[]): Promise<(string | undefined)[]> {
  const folder = workspace();
  const came = [];
  for (const one of told) {
    tell(folder, one);
    came.push(await check(folder));
  }
  return came;
}

describe("what a mapping leaves open", () => {
  test("is asked, with the line that decides", async () => {
    const [asked] = await story({ births: OPEN });
    expect(asked).toContain("patients.csv, column DOB");
    expect(asked).toContain("mapping.json line 12, entities.patients.fields.dateOfBirth.format");
    expect(asked).toContain('"format": "DD/MM/YYYY"  or  "format": "MM/DD/YYYY"');
  });

  test("is asked with what the data prove", async () => {
    const [asked] = await story({});
    expect(asked).toContain("5 prove DD/MM/YYYY, 0 prove MM/DD/YYYY, 1 undecided");
    expect(asked).toContain('decides: "format": "DD/MM/YYYY"');
  });

  test("is not asked where a person has said a format, or the cells are ISO days", async () => {
    const iso = PROVEN.map((day) => day.split("/").reverse().join("-"));
    expect(await story({ births: OPEN, dateOfBirth: DMY }, { births: iso })).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("is asked of two formats that both fit", async () => {
    const both = { format: ["DD/MM/YYYY", "MM/DD/YYYY"] };
    const [asked] = await story({ births: OPEN, dateOfBirth: both });
    expect(asked).toContain("4 cells fit several of the mapping's formats");
  });

  test("is asked where the cells prove what the mapping does not say", async () => {
    const [asked] = await story({ dateOfBirth: { format: "MM/DD/YYYY" } });
    expect(asked).toContain("the mapping reads MM/DD/YYYY, and 5 cells prove DD/MM/YYYY");
  });

  test("is asked of codes, and of one that is read as what it does not mean", async () => {
    const [numbers, spanish, said] = await story(
      { dateOfBirth: DMY, sexes: ["1", "2"] },
      { dateOfBirth: DMY, sexes: ["H", "M"] },
      { dateOfBirth: DMY, sexes: ["H", "M"], gender: { codes: { H: "M", M: "F" } } },
    );
    expect(numbers).toContain("entities.patients.fields.gender.codes");
    expect(spanish).toContain("entities.patients.fields.gender.codes");
    expect(said).toBeUndefined();
  });

  test("a few bad records among good ones are rejected later, not asked about", async () => {
    const births = ["1990-05-03", "1985-05-31", "1971-12-13", "31/12/1980", "nonsense"];
    expect(await story({ births })).toEqual([undefined]);
  });
});

describe("the lock", () => {
  test("keeps each decision with its evidence, and the hashes of what it was made from", async () => {
    const folder = workspace();
    tell(folder, { dateOfBirth: DMY });
    expect(await check(folder)).toBeUndefined();
    const lock = lockOf(folder);
    expect(lock).toMatchObject({
      lockVersion: 1,
      asOf: "2026-01-14",
      files: [{ file: "patients.csv", entity: "patients", records: 6 }],
    });
    expect(lock.files[0].sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(lock.decisions.find(({ field }: { field: string }) => field === "dateOfBirth")).toEqual({
      entity: "patients",
      field: "dateOfBirth",
      columns: ["DOB"],
      decided: DMY,
      subject: "dateFormat",
      cells: 6,
      refused: 0,
      refusedKinds: 0,
      nullTokens: {},
      accepted: [],
      evidence: "5 prove DD/MM/YYYY, 0 prove MM/DD/YYYY, 1 undecided",
      readings: [
        { reading: "DD/MM/YYYY", proves: 5, fits: 6 },
        { reading: "MM/DD/YYYY", proves: 0, fits: 1 },
      ],
    });
  });

  test("holds no value of a record", async () => {
    const folder = workspace();
    tell(folder, { dateOfBirth: DMY, sexes: ["M", "Zebra"], names: ["Canary Rao"] });
    await check(folder, { relock: true });
    const text = readFileSync(join(folder, "mapping.lock.json"), "utf8");
    for (const value of ["Canary", "Zebra", "98765432", "/1980"]) expect(text).not.toContain(value);
  });

  test("is left as it is by the same export, and renewed by another that agrees", async () => {
    const folder = workspace();
    tell(folder, { dateOfBirth: DMY });
    await check(folder);
    const first = lockOf(folder);
    writeFileSync(join(folder, "mapping.lock.json"), `${JSON.stringify(first)}\n`);
    await check(folder);
    expect(readFileSync(join(folder, "mapping.lock.json"), "utf8")).toBe(
      `${JSON.stringify(first)}\n`,
    );
    tell(folder, { dateOfBirth: DMY, births: OPEN });
    expect(await check(folder)).toBeUndefined();
    const renewed = lockOf(folder);
    expect(renewed.files).not.toEqual(first.files);
    const births = ({ field }: { field: string }) => field === "dateOfBirth";
    expect(renewed.decisions.find(births)).toEqual(first.decisions.find(births));
  });

  test("that is none is refused", async () => {
    const folder = workspace();
    tell(folder, { dateOfBirth: DMY });
    writeFileSync(join(folder, "mapping.lock.json"), "{}");
    await expect(check(folder)).rejects.toThrow("not a lock of decisions");
  });
});

describe("a later export that contradicts the lock is stopped", () => {
  const before: Story = { dateOfBirth: DMY };

  test.each([
    [
      "another order",
      { dateOfBirth: DMY, births: [...PROVEN, ...turned(PROVEN)] },
      "the lock says DD/MM/YYYY on 5 proofs; 5 cells now prove MM/DD/YYYY",
    ],
    [
      "another format",
      { dateOfBirth: DMY, births: [...PROVEN, ...PROVEN.map(iso)] },
      "the lock says DD/MM/YYYY on 5 proofs; 6 cells now prove YYYY-MM-DD",
    ],
    [
      "a code that was never seen",
      { dateOfBirth: DMY, sexes: ["M", "M", "M", "M", "M", "9"] },
      "1 code new, and not in the mapping, in 1 of 6 cells",
    ],
    ["a column that is new", { dateOfBirth: DMY, more: "WARD" }, 'column "WARD" is new'],
    [
      "a word for nothing",
      { dateOfBirth: DMY, births: [...PROVEN, ...PROVEN], names: new Array(5).fill("NULL") },
      "5 cells are NULL",
    ],
  ] as const)("%s", async (_, later, says) => {
    const [, contradicted] = await story(before, later);
    expect(contradicted).toContain(says);
    expect(contradicted).toContain("mapping.lock.json");
  });

  test("a column that has vanished", async () => {
    const [, contradicted] = await story({ ...before, more: "WARD" }, before);
    expect(contradicted).toContain('column "WARD" has vanished');
  });

  test("unless a person takes it as decided from now on", async () => {
    const folder = workspace();
    tell(folder, before);
    await check(folder);
    const mixed = { dateOfBirth: DMY, births: [...PROVEN, ...turned(PROVEN)] };
    tell(folder, mixed);
    expect(await check(folder)).toContain("now prove MM/DD/YYYY");
    expect(await check(folder, { relock: true })).toBeUndefined();
    tell(folder, { ...mixed, births: [...mixed.births, "03/03/1999"] });
    expect(await check(folder)).toBeUndefined();
  });

  test("one slip of the pen is none", async () => {
    expect(
      (await story(before, { ...before, births: [...PROVEN, "12/31/1980"] }))[1],
    ).toBeUndefined();
  });
});

const iso = (day: string): string => day.split("/").reverse().join("-");

function turned(days: readonly string[]): string[] {
  return days.map((day) => day.replace(/^(\d\d)\/(\d\d)/, "$2/$1"));
}

test("an import that is asked writes nothing, exits 4, and keeps no lock; one that commits keeps it", async () => {
  const cwd = workspace();
  tell(cwd, { births: OPEN });
  const argv = ["import", "--source", "legacy", "--mapping", "mapping.json"];
  const asked = await hmsync(argv, { cwd });
  expect(asked.exitCode).toBe(4);
  expect(existsSync(join(cwd, "hmsync.db"))).toBe(false);
  expect(existsSync(join(cwd, "mapping.lock.json"))).toBe(false);
  tell(cwd, { births: OPEN, dateOfBirth: DMY });
  expect((await hmsync([...argv, "--dry-run"], { cwd })).exitCode).toBe(0);
  expect(existsSync(join(cwd, "mapping.lock.json"))).toBe(false);
  expect((await hmsync(argv, { cwd })).exitCode).toBe(0);
  expect(targetCounts(join(cwd, "hmsync.db"))).toEqual([4, 0, 0]);
  expect(lockOf(cwd).files[0].records).toBe(4);
});
