import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { change, query } from "../test/support/sql.ts";
import { generateExport } from "./generate.ts";

// Two exports of one legacy system, Friday's and Sunday's, with all that may lie between them.

/** A kind of command that is killed, and what brings it to an end afterwards. */
export interface Scenario {
  readonly name: string;
  /** Whether the boundaries of an import have names in it. */
  readonly hasFailpoints: boolean;
  /** Commands that come before, and what is done by hand between them. */
  readonly before: readonly Step[];
  readonly killed: readonly string[];
  /** Tried in turn, until one finds something to do. */
  readonly again: readonly (readonly string[])[];
}

/** A command, where it is to die, or a hand at work in the folder. */
type Step =
  | { readonly argv: readonly string[]; readonly dieAt?: string }
  | { readonly byHand: (folder: string) => void };

const COMMON = ["--as-of", "2026-01-14", "--no-archive"];
const LENIENT = ["--continue-on-error", "--batch-size", "500"];
const FIRST = "hmsync-first";
const taking = (source: string, ...more: string[]) => [
  ...["import", "--source", source, ...COMMON, ...more],
];
const named = (...more: string[]) => [...more, "--report", join("reports", FIRST)];
const sunday = (source: string, ...more: string[]) =>
  taking(source, "--mark-vanished", "--fixes", `${source}-fixes.csv`, ...more);
const editing: Step = { byHand: editRows };
const correcting: Step = { byHand: correctRejects };

const strictAgain = sunday("good-sunday", "--on-conflict", "overwrite");
const lenientAgain = sunday("sunday", ...LENIENT);
const lenientFriday: Step = { argv: named(...taking("friday", ...LENIENT)) };

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "import, strict",
    hasFailpoints: true,
    before: [],
    killed: taking("good"),
    again: [taking("good")],
  },
  {
    name: "import, strict, again",
    hasFailpoints: true,
    before: [{ argv: taking("good") }, editing],
    killed: strictAgain,
    again: [strictAgain],
  },
  {
    name: "import, lenient",
    hasFailpoints: true,
    before: [],
    killed: taking("friday", ...LENIENT),
    again: [["import", "--resume"], taking("friday", ...LENIENT)],
  },
  {
    name: "import, lenient, again",
    hasFailpoints: true,
    before: [lenientFriday, editing],
    killed: lenientAgain,
    again: [["import", "--resume"], lenientAgain],
  },
  {
    name: "import --resume",
    hasFailpoints: true,
    before: [lenientFriday, editing, { argv: lenientAgain, dieAt: "after-commit:2" }],
    killed: ["import", "--resume"],
    again: [["import", "--resume"], lenientAgain],
  },
  {
    name: "import:retry, lenient",
    hasFailpoints: true,
    before: [lenientFriday, correcting],
    killed: ["import:retry"],
    again: [["import:retry", "RUN-1"]],
  },
  {
    name: "import:retry, strict",
    hasFailpoints: true,
    before: [{ argv: named(...taking("friday")) }, correcting, { byHand: correctTheRest }],
    killed: ["import:retry"],
    again: [["import:retry", "RUN-1"]],
  },
  {
    name: "import:undo",
    hasFailpoints: false,
    before: [lenientFriday, { argv: lenientAgain }],
    killed: ["import:undo", "RUN-2", "--yes"],
    again: [["import:undo", "RUN-2", "--yes"]],
  },
  {
    name: "import:undo of an undo",
    hasFailpoints: false,
    before: [
      ...[lenientFriday, { argv: lenientAgain }],
      { argv: ["import:undo", "RUN-2", "--yes"] },
    ],
    killed: ["import:undo", "RUN-3", "--yes"],
    again: [["import:undo", "RUN-3", "--yes"]],
  },
];

/** A run's name by its number in the ledger: `RUN-1`. */
export function withRunNames(folder: string, argv: readonly string[]): string[] {
  return argv.map((word) => {
    const number = /^RUN-(\d+)$/.exec(word)?.[1];
    if (number === undefined) return word;
    const sql = `select name from ledger_runs order by id limit 1 offset ${Number(number) - 1}`;
    return String(query(join(folder, "hmsync.db"), sql)[0]?.[0]);
  });
}

/** Writes the exports and the file of fixes. */
export function makeExports(folder: string, records: number): void {
  const patients = Math.ceil(records / 4);
  const size = { patients, doctors: 20, visits: records - patients, seed: 7 };
  generateExport(join(folder, "all"), { ...size, bad: 0.02 });
  generateExport(join(folder, "good"), { ...size, bad: 0 });
  // Friday has visits of patients who come on Sunday only; Sunday has others no more.
  // Friday has visits of patients who come on Sunday only; Sunday has others no more.
  derive(folder, "all", { name: "friday", has: isThereOnFriday });
  derive(folder, "all", { name: "sunday", has: isThereOnSunday, becomes: changed });
  derive(folder, "good", { name: "good-sunday", has: isThereOnSunday, becomes: changed });
  for (const source of ["sunday", "good-sunday"]) {
    const [header = [], ...cells] = linesOf(join(folder, source, "patients.csv"));
    const fix = (record: number, at: number, value: string) =>
      ["patients.csv", cells[record]?.[0], header[at], cells[record]?.[at], value].join(",");
    const fixes = [
      "file,legacy id,column,old value,new value",
      fix(20, 1, "Zoe"),
      fix(30, 2, "Ito"),
    ];
    writeFileSync(join(folder, `${source}-fixes.csv`), `${fixes.join("\n")}\n`);
  }
}

const EXPORT = ["patients.csv", "doctors.csv", "visits.csv"];

/** Lines of cells, as far as no cell holds a comma. */
const linesOf = (path: string): string[][] =>
  readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.split(","));

/** A record by its file and its number. */
type Asked = readonly [file: string, number: number];

const isThereOnFriday = ([file, number]: Asked): boolean =>
  file !== "patients.csv" || number % 40 !== 7;
const isThereOnSunday = ([file, number]: Asked): boolean =>
  file === "doctors.csv" ? number !== 9 : number % 50 !== 13;

/** Every thirtieth patient has another first name. */
const changed = ([file, number]: Asked, line: string): string =>
  file === "patients.csv" && number % 30 === 3 ? line.replace(/^([^,]+),\w+/, "$1,Maria") : line;

interface Later {
  readonly name: string;
  readonly has: (asked: Asked) => boolean;
  readonly becomes?: (asked: Asked, line: string) => string;
}

function derive(folder: string, from: string, { name, has, becomes }: Later): void {
  mkdirSync(join(folder, name));
  for (const file of EXPORT) {
    const [header = "", ...lines] = readFileSync(join(folder, from, file), "utf8").split("\n");
    const kept = lines.flatMap((line, at) => {
      if (line === "") return [line];
      return has([file, at]) ? [becomes?.([file, at], line) ?? line] : [];
    });
    writeFileSync(join(folder, name, file), [header, ...kept].join("\n"));
  }
}

/** Somebody works in HMSync: half of these rows the next export changes too. */
function editRows(folder: string): void {
  change(
    join(folder, "hmsync.db"),
    "update patients set full_name = 'Edited' where rowid % 15 = 4",
  );
}

/** Somebody corrects what can be told apart in the rejected records: no phone, no such day. */
function correctRejects(folder: string): void {
  const rejected = join(folder, "reports", FIRST, "rejected");
  for (const file of readdirSync(rejected).filter((name) => name.endsWith(".csv"))) {
    const path = join(rejected, file);
    const text = readFileSync(path, "utf8");
    const corrected = text.replaceAll("2024-02-30", "2024-02-28").replaceAll(",1.2.3,", ",1.20,");
    writeFileSync(path, corrected.replaceAll("15/01/2022", "2022-01-15").replaceAll(",X,", ",O,"));
  }
}

/** So many cells of a line, each with the comma behind it. */
const cells = (count: number): string => `((?:(?:"(?:[^"]|"")*"|[^",]*),){${count}})`;

/** Somebody corrects the others too: no phone, no such age, no such patient, no doctor. */
function correctTheRest(folder: string): void {
  const rejected = join(folder, "reports", FIRST, "rejected");
  const inFile = (file: string, corrected: (line: string) => string) => {
    const path = join(rejected, file);
    writeFileSync(path, readFileSync(path, "utf8").split("\n").map(corrected).join("\n"));
  };
  inFile("patients.csv", (line) =>
    line.replace(",151,", ",51,").replace(new RegExp(`^${cells(9)},`), "$1'0200000000,"),
  );
  inFile("visits.csv", (line) =>
    line.includes("patient.unknown")
      ? line.replace(new RegExp(`^${cells(7)}P\\d+,`), "$1P1,")
      : line,
  );
  inFile("visits.csv", (line) => line.replace(new RegExp(`^${cells(8)},`), "$1D1,"));
}
