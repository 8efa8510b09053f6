import { SourceError } from "../plain/errors.ts";
import { formatOf, isArchive } from "./contents.ts";
import { joinKeys } from "./dump/declared-keys.ts";
import type { DumpTable } from "./dump/dump-table.ts";
import { startsAsFhir } from "./fhir/starts-as-fhir.ts";
import { FhirExport } from "./fhir/tables-of-fhir.ts";
import { tablesOfJson } from "./json/tables-of-json.ts";
import { partNames } from "./part-names.ts";
import { type ReadingByFile, settingsOf } from "./reading-settings.ts";
import type { Export, SourceFile } from "./source-file.ts";
import { isCalledSqlite } from "./sqlite-file.ts";
import { PACKED_DATABASE, PACKED_TWICE, UNKNOWN_ENDING } from "./unread-files.ts";
import { sheetsOf } from "./workbook/workbook.ts";
import { entryNames } from "./zip.ts";

interface Unpacked {
  readonly files: readonly SourceFile[];
  readonly ignored: Export["ignored"];
  /** Tables whose columns a dump says, rows or not. */
  readonly created?: readonly DumpTable[];
}

interface Unpacking {
  /** What becomes of an archive or a workbook that cannot be opened; all stops unless said. */
  readonly refuse?: (file: SourceFile, error: unknown) => void;
  /** Notes about dumps, by their names. */
  readonly reading?: ReadingByFile;
}

/**
 * Puts the files of archives and the sheets of workbooks in the place of what holds them. Nothing is
 * written: they are read where they are.
 *
 * @throws SourceError unless said otherwise
 */
export async function unpackExport(
  found: Export,
  { refuse = stop, reading = {} }: Unpacking = {},
): Promise<Export> {
  const files: SourceFile[] = [];
  const ignored = [...found.ignored];
  const created: DumpTable[] = [];
  const means = { reading, fhir: new FhirExport() };
  for (const file of found.files) {
    try {
      const unpacked = await unpack(file, means);
      created.push(...(unpacked.created ?? []));
      files.push(...unpacked.files);
      ignored.push(...unpacked.ignored);
    } catch (error) {
      refuse(file, error);
    }
  }
  means.fhir.close();
  return { files: files.map((file) => named(file, created)), ignored };
}

interface Means {
  readonly reading: ReadingByFile;
  readonly fhir: FhirExport;
}

/** One file that cannot be opened stops everything. */
function stop(_: SourceFile, error: unknown): void {
  throw error;
}

async function unpack(file: SourceFile, means: Means): Promise<Unpacked> {
  if (file.extracted !== undefined) return { files: [file], ignored: [] };
  if (isArchive(file.name)) return unpackArchive(file, means);
  if (formatOf(file.name) === "workbook") return unpackWorkbook(file);
  if (formatOf(file.name) === "dump") return unpackDump(file, means.reading);
  if (isJson(file.name)) return unpackJson(file, means);
  if (await startsAsFhir(file)) return unpackJson(file, means);
  return { files: [file], ignored: [] };
}

/** FHIR is told by what it holds; a mapping may have it read as any other JSON is. */
async function unpackJson(file: SourceFile, { reading, fhir }: Means): Promise<Unpacked> {
  const isPlain = settingsOf(file.name, reading).fhir !== undefined;
  const tables = isPlain ? undefined : await fhir.tablesOf(file);
  return tables ?? tablesOfJson(file);
}

async function unpackArchive(file: SourceFile, means: Means): Promise<Unpacked> {
  const files: SourceFile[] = [];
  const ignored: Export["ignored"][number][] = [];
  const created: DumpTable[] = [];
  for (const part of await entryNames(file)) {
    const name = `${file.name}/${part}`;
    const reason = reasonToIgnore(part);
    if (reason !== undefined) ignored.push({ name, reason });
    else if (formatOf(part) === "dump") {
      const dump = await unpackDump({ ...file, name, part }, means.reading);
      files.push(...dump.files);
      ignored.push(...dump.ignored);
      created.push(...dump.created);
    } else if (isJson(part)) {
      const json = await unpackJson({ ...file, name, part }, means);
      files.push(...json.files);
      ignored.push(...json.ignored);
    } else files.push({ ...file, name, part });
  }
  if (files.length === 0) throw empty(file, "file that is read");
  return { files, ignored, created };
}

const isJson = (name: string): boolean => ["json", "ndjson"].includes(formatOf(name) ?? "");

function reasonToIgnore(part: string): string | undefined {
  if (part.split("/").some((name) => name.startsWith(".") || name === "__MACOSX")) return "hidden";
  const format = formatOf(part);
  if (format === "workbook" || isArchive(part) || /\.gz$/i.test(part)) {
    return PACKED_TWICE;
  }
  if (isCalledSqlite(part)) return PACKED_DATABASE;
  return format === undefined ? UNKNOWN_ENDING : undefined;
}

/** What reads dumps is much, and most exports hold none. */
async function unpackDump(file: SourceFile, reading: ReadingByFile) {
  const { tablesOf } = await import("./dump/tables-of-dump.ts");
  return tablesOf(file, settingsOf(file.name, reading));
}

async function unpackWorkbook(file: SourceFile): Promise<Unpacked> {
  const sheets = await sheetsOf(file);
  if (sheets.length === 0) throw empty(file, "sheet");
  const only = sheets.length === 1;
  const names = partNames(sheets.map(({ name }) => name));
  const files = sheets.map(({ part, name: sheetName, isHidden }, at): SourceFile => {
    const name = only ? file.name : `${file.name}#${names[at]}`;
    return { ...file, name, sheet: part, sheetName, ...(isHidden && { isHidden }) };
  });
  return { files, ignored: [] };
}

function empty(file: SourceFile, what: string): SourceError {
  return new SourceError(`${file.name} holds no ${what}.`, {
    cure: "Check it, or move it out of the folder.",
  });
}

/**
 * A table whose columns its own dump does not say, as pg_dump --data-only leaves them out, with those
 * that another dump of the export says of it.
 */
function named(file: SourceFile, created: readonly DumpTable[]): SourceFile {
  const own = file.table;
  if (own === undefined || own.table.named === "CREATE TABLE") return file;
  const { table } = own;
  const found = created.filter(
    (one) =>
      one.table.toLowerCase() === table.table.toLowerCase() &&
      (one.schema === table.schema || one.schema === "" || table.schema === "") &&
      (table.named === "statements" || one.columns.length === table.columns.length),
  );
  const lists = new Set(found.map(({ columns }) => columns.map(({ name }) => name).join("\n")));
  const [first] = found;
  if (first === undefined || lists.size > 1) return file;
  const declared = joinKeys(table.declared, first.declared);
  // Where its own statements name its columns, the other dump says of them what is declared alone.
  if (table.named === "statements")
    return { ...file, table: { ...own, table: { ...table, declared } } };
  const { columns } = first;
  const byPlace = new Map(table.columns.map(({ name }, at) => [name, columns[at]?.name ?? name]));
  const nameOf = (name: string) => byPlace.get(name) ?? name;
  const whole = {
    ...table,
    columns,
    declared,
    named: "CREATE TABLE" as const,
    layouts: table.layouts.map(({ from, columns }) => {
      return { from, columns: columns.map((one) => ({ ...one, name: nameOf(one.name) })) };
    }),
    fills: table.fills.map((fill) => ({ ...fill, column: nameOf(fill.column) })),
  };
  return { ...file, table: { ...own, table: whole } };
}
