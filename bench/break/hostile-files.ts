import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { workbookParts } from "../../test/support/workbook.ts";
import { deflatedArchive, storedArchive } from "../../test/support/zip.ts";
import type { Random } from "../random.ts";
import { type Attack, during, folderIn, type Trial, type Verdict } from "./attack.ts";
import { MARKER, makeHospital, type Table } from "./hospital.ts";
import { filesIn, judgeFiles, judgeImport, judgeManners, verdictOf } from "./judge.ts";
import { runProgram } from "./run-program.ts";
import { importing } from "./surroundings.ts";
import { csvOf } from "./write-export.ts";

const ESCAPES = "\u001b]0;owned\u0007\u001b[2J";

/** Names that lead out of the folder, look alike, or speak to a terminal or a shell. */
const NAMES: readonly string[] = [
  "../patients.csv",
  "../../../../tmp/hmsync-out.csv",
  "/tmp/hmsync-out.csv",
  "..\\patients.csv",
  "C:\\patients.csv",
  "./patients.csv",
  "PATIENTS.CSV",
  "patients.csv/",
  "a//patients.csv",
  "pati\u0301ents.csv",
  `${ESCAPES}.csv`,
  "a\nb.csv",
  "-rf.csv",
  "--db.csv",
  "$(id).csv",
  "%2e%2e%2fx.csv",
  `${"n".repeat(240)}.csv`,
  "__proto__.csv",
  "con.csv",
  "patients.csv.gz",
  "patients.zip",
  "x.xlsx",
  "reports/x.csv",
  "hmsync.db",
  "#patients.csv",
  "patients.csv#1",
  "",
  ".",
  "..",
];

const pack = (random: Random) => (random.below(2) === 0 ? storedArchive : deflatedArchive);

/** An archive with names that mean harm beside the files of an export, or in their place. */
const archives: Attack = {
  kind: "archives of hostile names",
  async attempt(trial) {
    const { random } = trial;
    const hospital = makeHospital(random, { ascii: true });
    const cwd = folderIn(trial, "work");
    const entries = hospital.map((one): [string, string] => [
      `${one.name}.csv`,
      csvOf(one).toString(),
    ]);
    const [name, content] = [
      random.pick(NAMES),
      random.pick(["", "a,b\n1,2\n", entries[0]?.[1] ?? ""]),
    ];
    entries.splice(random.below(entries.length + 1), 0, [name, content]);
    writeFileSync(join(cwd, "legacy.zip"), pack(random)(entries));
    const asks = { hospital, cwd, source: "legacy.zip", isWhole: false };
    return during(JSON.stringify(name), () => attemptImport(trial, asks));
  },
};

/** A folder with files of such names. */
const folders: Attack = {
  kind: "folders of hostile names",
  async attempt(trial) {
    const { random } = trial;
    const hospital = makeHospital(random, { ascii: true });
    const cwd = folderIn(trial, "work");
    const source = join(cwd, random.pick(["legacy", "-legacy", "le gacy", "l'egacy", "leg\nacy"]));
    mkdirSync(source);
    for (const one of hospital) writeFileSync(join(source, `${one.name}.csv`), csvOf(one));
    const names = NAMES.filter((name) => !/\/|^\.{0,2}$/.test(name));
    const name = random.pick(names);
    if (random.below(4) === 0)
      symlinkSync("/etc/hostname", join(source, `link-${random.below(9)}.csv`));
    else writeFileSync(join(source, name), random.pick(["", "a,b\n1,2\n", "\u0000".repeat(900)]));
    const asks = { hospital, cwd, source, isWhole: false };
    return during(JSON.stringify(name), () => attemptImport(trial, asks));
  },
};

interface Asked {
  readonly hospital: readonly Table[];
  readonly cwd: string;
  readonly source: string;
}

async function attemptImport(trial: Trial, { hospital, cwd, source }: Asked): Promise<Verdict> {
  const temporary = folderIn(trial, "tmp");
  const before = filesIn(cwd);
  const ended = await runProgram(trial.main, importing({ source }), {
    cwd,
    env: { TMPDIR: temporary },
  });
  judgeManners(ended, { mayShow: ended.exitCode === 4 });
  judgeFiles(cwd, before);
  return judgeImport(hospital, ended, join(cwd, "hmsync.db"));
}

const HEAD = "patientId,firstName,lastName,phoneNumber\n";

/** Files that grow when they are unpacked, nest, or are of another kind than they say. */
const BOMBS: readonly ((random: Random) => readonly [name: string, bytes: Buffer])[] = [
  () => ["patients.csv.gz", gzipSync(Buffer.alloc(30_000_000, 48))],
  () => ["patients.csv.gz", gzipSync(HEAD + "1,a,b,044123456\n".repeat(150_000))],
  () => ["legacy.zip", deflatedArchive({ "patients.csv": HEAD + "x".repeat(40_000_000) })],
  () => ["legacy.zip", storedArchive({ "inner.zip": "PK\u0003\u0004" })],
  (random) => ["patients.json", Buffer.from("[".repeat(1 + random.below(200_000)))],
  (random) => ["patients.json", Buffer.from('{"a":'.repeat(1 + random.below(100_000)))],
  () => [
    "patients.json",
    Buffer.from(`[{"patientId":1e400,"firstName":"\\ud800","lastName":"\\u0000"}]`),
  ],
  () => ["patients.json", Buffer.from(`[{"__proto__":{"patientId":"1"},"constructor":"x"}]`)],
  () => [
    "patients.ndjson",
    Buffer.from(`{"patientId":"1","patientId":"2","firstName":"${MARKER}"}\n`),
  ],
  () => ["patients.csv", Buffer.from(`${HEAD}1,${"a".repeat(3_000_000)},b,044\n`)],
  () => ["patients.csv", Buffer.from(`${HEAD}1,"${MARKER}\n`.repeat(2_000))],
  () => [
    "patients.csv",
    Buffer.from(`${Array.from({ length: 17_000 }, (_, at) => `c${at}`).join(",")}\n`),
  ],
  () => ["patients.csv", Buffer.from([0xff, 0xfe, 0, 0, 1, 0, 0, 0])],
  () => ["legacy.sql", Buffer.from("INSERT INTO p VALUES ((((((((((1))))))))));\n")],
  () => ["legacy.sql", Buffer.from(`INSERT INTO p VALUES ('${MARKER}\n`)],
  () => ["legacy.sql", Buffer.from(`${"/*".repeat(50_000)}\n`)],
  (random) => ["legacy.xlsx", hostileBook(random)],
];

/** Sheets with entities, loops of references, cells far away, and a document type of their own. */
function hostileBook(random: Random): Buffer {
  const row = (cells: string) => `<row r="1">${cells}</row>`;
  const rows = random.pick([
    row('<c r="XFD1048576" t="inlineStr"><is><t>a</t></is></c>'),
    row('<c r="A1" t="s"><v>99999999</v></c>'),
    row('<c r="A1"><f>A1</f></c>'),
    row('<c r="A1" t="inlineStr"><is><t>&a;</t></is></c>'),
    `${row('<c r="A1"><v>1</v></c>')}<row r="99999999"><c r="A99999999"><v>1</v></c></row>`,
    row('<c r="A1" t="d"><v>9999999999999</v></c>'),
    row('<c r="A1"><v>NaN</v></c><c r="A1"><v>2</v></c>'),
  ]);
  const parts = workbookParts({ sheets: { patients: { rows } } });
  const entities = '<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]>';
  const [path = ""] = Object.keys(parts).filter((name) => name.includes("sheet1"));
  const text = parts[path] ?? "";
  const isEntity = random.below(2) === 0;
  return deflatedArchive({
    ...parts,
    [path]: isEntity ? text.replace("?>\n", `?>\n${entities}`) : text,
  });
}

const bombs: Attack = {
  kind: "bombs, nests, other kinds than named",
  async attempt(trial) {
    const { random } = trial;
    const cwd = folderIn(trial, "work");
    const [name, bytes] = random.pick(BOMBS)(random);
    writeFileSync(join(cwd, name), bytes);
    const argv = random.pick([
      importing({ source: name }, "--continue-on-error"),
      ["import:assess", name],
      ["import:read", name],
      ["import:preflight", "--source", name, "--db", "hmsync.db"],
    ]);
    const ended = await runProgram(trial.main, argv, {
      cwd,
      env: { TMPDIR: folderIn(trial, "tmp"), NODE_OPTIONS: "--max-old-space-size=900" },
    });
    return during(
      `${argv.join(" ")} of ${bytes.length} bytes, ${bytes.toString("latin1", 0, 60)}`,
      async () => {
        // What is read is shown where somebody asks for it.
        judgeManners(ended, { mayShow: argv[0] !== "import" });
        return verdictOf(ended);
      },
    );
  },
};

export const hostileAttacks: readonly Attack[] = [archives, folders, bombs];
