import { trimText } from "../../../shared/trim-text.ts";
import { type Ask, askOf } from "../../plain/ask.ts";
import { DecisionNeeded, SourceError } from "../../plain/errors.ts";
import { nearestHint } from "../../plain/nearest.ts";
import { namesakesIn } from "../../source/column-names.ts";
import { type RecordReader, readRecords } from "../../source/read-records.ts";
import type { SourceRecord } from "../../source/record.ts";
import { ByteReader } from "../../source/source-file.ts";
import { likeliestFirst } from "../column-choices.ts";
import type { LookedUp } from "../field-mapping.ts";
import type { FittedFile, HeadedFile } from "../fit.ts";
import { LookupTable } from "./lookup-table.ts";
import { isFor, isNamed, keyOf, type Lookup, type LookupFile } from "./lookups.ts";

/** The most bytes that the texts of one file may take: they are held while the export is read. */
const MOST_BYTES = 1024 ** 3;
const FIRST_LINES = 20;

interface Wish {
  readonly field: string;
  readonly from: LookedUp;
  /** The key of the mapping that says how the field is filled. */
  readonly path: readonly string[];
}

/**
 * Reads the files in which fields of an export are looked up, each once and to its end.
 *
 * @param headed all files of the export
 * @throws DecisionNeeded if a file or a column is not there; SourceError if one cannot be read
 */
export async function openLookups(
  files: readonly FittedFile[],
  headed: readonly HeadedFile[],
): Promise<LookupFile[]> {
  const wishes = wishesOf(files);
  const names = new Set(wishes.map(({ from }) => from.file));
  const opened: LookupFile[] = [];
  for (const name of names) {
    const own = wishes.filter(({ from }) => from.file === name);
    const found = headed.find(({ file }) => isNamed(file, name));
    if (found === undefined) throw missingFile(name, own, headed);
    opened.push(await openLookup(found, own));
  }
  return opened;
}

/** The same files, each with what its fields are looked up in. */
export function withLookups(
  files: readonly FittedFile[],
  opened: readonly LookupFile[],
): readonly FittedFile[] {
  const lookups = opened.flatMap((one) => one.lookups);
  return lookups.length === 0 ? files : files.map((file) => ({ ...file, lookups }));
}

/** What is looked up for the files of an export: a field that is optional goes without its key. */
function wishesOf(files: readonly FittedFile[]): Wish[] {
  const wishes = new Map<string, Wish>();
  for (const { importer, mapping, header } of files) {
    for (const [name, { from, columns }] of Object.entries(mapping.fields)) {
      if (from === undefined || !columns.every((column) => header.includes(column))) continue;
      const field = `${importer.entity}.${name}`;
      wishes.set(field, { field, from, path: ["entities", importer.entity, "fields", name] });
    }
  }
  return [...wishes.values()];
}

async function openLookup(headed: HeadedFile, wishes: readonly Wish[]): Promise<LookupFile> {
  checkColumns(headed, wishes);
  const lookups: Lookup[] = [];
  for (const { from } of wishes) {
    if (lookups.some((one) => isFor(one, from))) continue;
    const same = wishes.filter((one) => sameKey(one.from, from));
    const columns = [...new Set(same.flatMap((one) => one.from.columns))];
    const keys = from.by.map(({ theirs }) => theirs);
    const table = LookupTable.empty(columns.length);
    lookups.push({ file: from.file, keys, columns, table });
  }
  const reading = new LookupReading(headed, lookups);
  const bytes = new ByteReader(headed.file);
  await reading.readAll(readRecords(headed.file, bytes, headed.dialect));
  const fields = wishes.map(({ field }) => field);
  return { file: headed.file, fields, lookups, sha256: bytes.totals().sha256, ...reading.result() };
}

const sameKey = (one: LookedUp, other: LookedUp): boolean =>
  JSON.stringify(one.by.map(({ theirs }) => theirs)) ===
  JSON.stringify(other.by.map(({ theirs }) => theirs));

/** Takes the records of one file in, for all that is looked up in it. */
class LookupReading {
  readonly #headed: HeadedFile;
  readonly #fills: ((cells: readonly string[]) => void)[];
  readonly #lookups: readonly Lookup[];
  readonly #others: { readonly at: number; readonly column: string; cells: number }[];
  readonly #lines: number[] = [];
  #unread = 0;
  #records = 0;

  constructor(headed: HeadedFile, lookups: readonly Lookup[]) {
    const { header } = headed;
    this.#headed = headed;
    this.#lookups = lookups;
    this.#fills = lookups.map((one) => filling(one, header));
    const used = new Set(lookups.flatMap(({ keys, columns }) => [...keys, ...columns]));
    this.#others = header.flatMap((column, at) =>
      used.has(column) ? [] : [{ at, column: column || `column ${at + 1}`, cells: 0 }],
    );
  }

  async readAll({ groups }: RecordReader): Promise<void> {
    for await (const group of groups) {
      for (const record of group) this.#add(record);
      const bytes = this.#lookups.reduce((sum, { table }) => sum + table.bytes, 0);
      if (bytes > MOST_BYTES) throw this.#tooMuch();
    }
  }

  #add({ cells, flaws, line }: SourceRecord): void {
    this.#records++;
    const isSound = flaws.every((flaw) => flaw === "quote-stray");
    if (!isSound || cells.length !== this.#headed.header.length) {
      this.#unread++;
      if (this.#lines.length < FIRST_LINES) this.#lines.push(line);
      return;
    }
    for (const fill of this.#fills) fill(cells);
    for (const other of this.#others) if ((cells[other.at] ?? "") !== "") other.cells++;
  }

  #tooMuch(): SourceError {
    return new SourceError(
      `${this.#headed.file.name} holds more than ${MOST_BYTES / 1024 ** 2} MiB of values to look up.`,
      { cure: "Export only the columns and records that are needed." },
    );
  }

  result(): Pick<LookupFile, "records" | "unread" | "leftOut"> {
    return {
      records: this.#records,
      unread: { count: this.#unread, lines: this.#lines },
      leftOut: this.#others.map(({ column, cells }) => ({ column, cells })),
    };
  }
}

function filling({ keys, columns, table }: Lookup, header: readonly string[]) {
  const keyAt = keys.map((key) => header.indexOf(key));
  const valueAt = columns.map((column) => header.indexOf(column));
  const textsAt = (cells: readonly string[], places: readonly number[]) =>
    places.map((at) => trimText(cells[at] ?? ""));
  return (cells: readonly string[]): void => {
    const key = textsAt(cells, keyAt);
    if (!key.includes("")) table.add(keyOf(key), textsAt(cells, valueAt));
  };
}

function checkColumns({ file, header }: HeadedFile, wishes: readonly Wish[]): void {
  const namesakes = namesakesIn(header);
  for (const { field, from, path } of wishes) {
    for (const column of [...from.by.map(({ theirs }) => theirs), ...from.columns]) {
      const isThere = header.includes(column);
      if (isThere && namesakes(column).length === 0) continue;
      const what = isThere ? `has two columns "${column}"` : `has no column "${column}"`;
      const hint = isThere ? "" : nearestHint(column, header);
      throw new DecisionNeeded(`${file.name} ${what}${hint}; ${field} needs it.`, {
        cure: `Correct "column" or "by" of ${path.join(".")} in the mapping; "by" names the column of ${file.name} first.`,
        asks: [
          askForTheirs(column, {
            path,
            from,
            header,
            says: `${file.name} ${what}; ${field} needs it`,
          }),
        ],
      });
    }
  }
}

interface Theirs extends Pick<Wish, "path" | "from"> {
  readonly header: readonly string[];
  readonly says: string;
}

/** Asks which column of the other file is meant: in the key that finds its records, or in what is taken from it. */
function askForTheirs(column: string, { path, from, header, says }: Theirs): Ask {
  const instead = likeliestFirst(column, header);
  if (from.columns.includes(column)) {
    const values = instead.map((one) => from.columns.map((own) => (own === column ? one : own)));
    const [key, all] = from.columns.length > 1 ? ["columns", values] : ["column", values.flat()];
    return askOf([...path, key as string], says, all as unknown[]);
  }
  const by = (one: string) =>
    Object.fromEntries(from.by.map(({ theirs, own }) => [theirs === column ? one : theirs, own]));
  return askOf([...path, "by"], says, instead.map(by));
}

function missingFile(
  name: string,
  wishes: readonly Wish[],
  headed: readonly HeadedFile[],
): DecisionNeeded {
  const files = likeliestFirst(
    name,
    headed.map(({ file }) => file.name),
  );
  const fields = wishes.map(({ field }) => field);
  return new DecisionNeeded(
    `The export has no file ${name}, in which ${fields.join(", ")} ${fields.length === 1 ? "is" : "are"} looked up.`,
    {
      cure: `Add the file to the export, or correct "file" of ${wishes[0]?.path.join(".")} in the mapping.`,
      asks: wishes.map(({ path, field }) =>
        askOf(
          [...path, "file"],
          `the export has no file ${name}, in which ${field} is looked up`,
          files,
        ),
      ),
    },
  );
}
