import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { query } from "../../test/support/sql.ts";
import { Broken, type Verdict } from "./attack.ts";
import { type Hospital, MARKER, type Table } from "./hospital.ts";
import type { Ended } from "./run-program.ts";

/** Of each table what is compared, as the export has it. */
const LANDED = {
  patients: `select legacy_id, first_name, last_name, phone, age, gender, address, registration_date
    from patients where legacy_id is not null and is_active = 1`,
  doctors: "select legacy_id, full_name, specialty, license_number, phone, join_date from doctors",
  visits: `select v.legacy_id, p.legacy_id, d.legacy_id, v.visit_date, v.consultation_fee_minor,
      v.diagnosis, v.notes
    from visits v left join patients p on p.id = v.patient_id left join doctors d on d.id = v.doctor_id`,
};

const NO_MESSAGE = /unforeseen error|Unhandled|node:internal\/process/;
/** Where in the program a failure came from: told with --verbose. */
const STACK = /^\s+at .*:\d+:\d+\)?$|node:internal/m;

/** What every command owes, whatever it was given: a known end, a message of ours, no value. */
export function judgeManners(ended: Ended, { mayShow = false, isVerbose = false } = {}): void {
  const { exitCode, signal, stdout, stderr } = ended;
  const said = `${stdout}\n${stderr}`;
  if (exitCode === null) throw new Broken(`died of ${signal}: ${tail(stderr)}`);
  if (![0, 1, 2, 3, 4, 5, 130, 143].includes(exitCode))
    throw new Broken(`exit ${exitCode}: ${tail(stderr)}`);
  if (NO_MESSAGE.test(said) || (!isVerbose && STACK.test(said))) {
    throw new Broken(`no message of ours: ${tail(stderr)}`);
  }
  if (!mayShow && said.includes(MARKER))
    throw new Broken(`a patient's value was printed: ${tail(said)}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  if (/[\u0000-\u0008\u000b-\u001f\u007f\u009b]/.test(said.replaceAll("\r", ""))) {
    throw new Broken("a control character reached the terminal");
  }
  if (exitCode !== 0 && stderr.trim() === "" && stdout.trim() === "") {
    throw new Broken(`exit ${exitCode} without a word`);
  }
}

const tail = (text: string): string => text.trim().slice(-600);

/** What a command that keeps its manners says it came to. */
export function verdictOf({ exitCode }: Ended): Verdict {
  if (exitCode === 0) return "right";
  if (exitCode === 3) return "told";
  return exitCode === 4 ? "asked" : "refused";
}

/** A record that was rejected, by its file's entity and its number. */
type Named = ReadonlyMap<string, ReadonlySet<number>>;

/** What an import owes: each record there with its values, or named; and no others. */
export function judgeImport(hospital: Hospital, ended: Ended, path: string): Verdict {
  const { exitCode } = ended;
  if (exitCode === 5) throw new Broken(`source and target disagree: ${tail(ended.stdout)}`);
  if (exitCode !== 0 && exitCode !== 3) {
    const rows = existsSync(path) ? rowsIn(path) : 0;
    if (rows > 0) throw new Broken(`exit ${exitCode}, but ${rows} rows were written`);
    return exitCode === 4 ? "asked" : "refused";
  }
  const named = namedIn(path);
  const last = "select committed from ledger_runs order by id desc limit 1";
  const isWritten = query(path, last)[0]?.[0] === 1;
  return isWritten
    ? judgeWritten(hospital, { ended, named, path })
    : judgeUnwritten(ended, named, path);
}

interface Written {
  readonly ended: Ended;
  readonly named: Named;
  readonly path: string;
}

function judgeWritten(hospital: Hospital, { ended, named, path }: Written): Verdict {
  const { exitCode } = ended;
  for (const table of hospital) compareTable(table, path, named);
  const count = [...named.values()].reduce((sum, records) => sum + records.size, 0);
  if (exitCode === 0 && count > 0) throw new Broken(`exit 0, but ${count} records were rejected`);
  if (exitCode === 3 && count === 0) throw new Broken("exit 3, but no record was rejected");
  return exitCode === 0 ? "right" : "told";
}

/** All or nothing: a record that was named keeps the others out. */
function judgeUnwritten({ exitCode }: Ended, named: Named, path: string): Verdict {
  const rows = rowsIn(path);
  if (rows > 0) throw new Broken(`nothing is committed, but ${rows} rows were written`);
  if (exitCode === 0 || named.size === 0)
    throw new Broken("nothing was written, and nothing named");
  return "told";
}

const hasTables = (path: string): boolean =>
  query(path, "select 1 from sqlite_schema where name = 'patients'").length > 0;

function rowsIn(path: string): number {
  if (!hasTables(path)) return 0;
  return ["patients", "doctors", "visits"].reduce(
    (sum, table) => sum + Number(query(path, `select count(*) from ${table}`)[0]?.[0]),
    0,
  );
}

function namedIn(path: string): Named {
  const found = new Map<string, Set<number>>();
  const rows = query(
    path,
    `select entity, record, issues from ledger_exceptions where outcome = 'rejected'`,
  );
  for (const [entity, record, issues] of rows) {
    if (JSON.parse(String(issues)).length === 0) throw new Broken("rejected without an issue");
    if (String(issues).includes(MARKER)) throw new Broken("the ledger's issues hold a value");
    found.set(String(entity), (found.get(String(entity)) ?? new Set()).add(Number(record)));
  }
  return found;
}

function compareTable({ name, rows }: Table, path: string, named: Named): void {
  const landed = new Map(
    query(path, LANDED[name]).map((row) => [String(row[0]), row.map(plainCell)]),
  );
  const rejected = named.get(name) ?? new Set();
  let missing = 0;
  for (const row of rows) {
    const id = String(row[0]);
    const found = landed.get(id);
    if (found === undefined) missing++;
    else compareRow(name, expected(name, row), found);
    landed.delete(id);
  }
  if (missing > rejected.size) {
    throw new Broken(`${name}: ${missing} records are missing, ${rejected.size} are named`);
  }
  if (landed.size > 0) throw new Broken(`${name}: ${landed.size} rows that the export has not`);
}

function compareRow(name: string, wanted: readonly string[], found: readonly string[]): void {
  for (const [at, cell] of wanted.entries()) {
    if (cell === found[at]) continue;
    throw new Broken(
      `${name} ${wanted[0]}, cell ${at}: ${JSON.stringify(cell)} became ${JSON.stringify(found[at])}`,
    );
  }
}

const plainCell = (cell: unknown): string => (cell === null ? "" : String(cell));

/** A row of the export as the target has it. */
function expected(name: Table["name"], row: readonly (string | null)[]): string[] {
  const cells = row.map((cell) => (cell ?? "").trim().normalize("NFC"));
  if (name === "patients") return cells.with(5, cells[5] === "" ? "U" : (cells[5] ?? ""));
  if (name !== "visits") return cells;
  const fee = Math.round(Number(cells[4]) * 100);
  return cells.with(4, cells[4] === "" ? "" : String(fee));
}

/** What a run leaves of files: ours, only ours, and only their owner's. */
export function judgeFiles(cwd: string, before: ReadonlyMap<string, string>): void {
  const after = filesIn(cwd);
  for (const [path, content] of before) {
    if (after.get(path) !== content) throw new Broken(`${path} is gone or not as it was`);
  }
  for (const [path, content] of after) {
    if (!before.has(path)) judgeOwn(cwd, path, content);
  }
}

const OURS = /^(?:reports|backups)\/|^[\w.-]+\.db/;

function judgeOwn(cwd: string, path: string, content: string): void {
  if (!OURS.test(path)) throw new Broken(`${path} was left`);
  const mode = lstatSync(join(cwd, path)).mode & 0o777;
  if ((mode & 0o077) !== 0) throw new Broken(`${path} has mode ${mode.toString(8)}`);
  if (path.endsWith(".jsonl") && content.includes(MARKER)) {
    throw new Broken(`${path} holds a patient's value`);
  }
}

/** Every file below a folder with what is in it. */
export function filesIn(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found.set(path.slice(folder.length + 1), readFileSync(path, "latin1"));
  }
  return found;
}
