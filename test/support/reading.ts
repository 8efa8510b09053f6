import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ReadingHints } from "../../src/source/detect/understand.ts";
import { sourceFile } from "../../src/source/open-export.ts";
import { openTable, readTable } from "../../src/source/read-table.ts";
import { ByteReader, type SourceFile } from "../../src/source/source-file.ts";

/** What a file was found to be and to hold, as plain data. */
export interface Reading {
  readonly dialect: Record<string, unknown>;
  readonly columns: readonly string[];
  readonly records: readonly (readonly string[])[];
  /** `record:line:offset: flaws`, of the records that have any. */
  readonly flaws: readonly string[];
  readonly leftOut: Readonly<Record<string, readonly number[]>>;
}

const PLAIN: Readonly<Record<string, unknown>> = {
  encoding: "utf-8",
  decodedTwice: "flag",
  delimiter: ",",
  quote: '"',
  quoteEscape: '"',
  blanks: "keep",
  blankLines: "skip",
  comment: "",
  skipLines: 0,
  strays: "told apart",
};

/** Reads a file as `import:read` does; of the dialect, what is not plain CSV. */
export async function readingOf(file: SourceFile, hints: ReadingHints = {}): Promise<Reading> {
  const table = await openTable(file, hints);
  const reader = readTable(table, new ByteReader(file));
  const records: Reading["records"][number][] = [];
  const flaws: string[] = [];
  for await (const group of reader.groups) {
    for (const one of group) {
      records.push(one.cells);
      const place = `${one.record}:${one.line}:${one.offset}`;
      if (one.flaws.length > 0) flaws.push(`${place}: ${one.flaws.join(" ")}`);
    }
  }
  const told = Object.entries(table.dialect).filter(([key, value]) => PLAIN[key] !== value);
  const leftOut = reader.leftOut().filter(({ kind }) => kind !== "header");
  return {
    dialect: Object.fromEntries(told),
    columns: table.columns,
    records,
    flaws,
    leftOut: Object.fromEntries(leftOut.map(({ kind, lines }) => [kind, lines])),
  };
}

const EXPECTED = new Set(["reading.json", "expected.json", "mapping.json"]);

/** The one file of a story's folder. */
export function storyFile(story: string): SourceFile {
  const folder = join("fixtures", story);
  const name = readdirSync(folder).find((one) => !EXPECTED.has(one)) ?? "";
  return sourceFile(join(folder, name), statSync(join(folder, name)));
}

/** What must come of a story. */
export function expectedReading(story: string): Reading & { readonly hints?: ReadingHints } {
  return JSON.parse(readFileSync(join("fixtures", story, "reading.json"), "utf8"));
}
