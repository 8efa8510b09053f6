import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ClosingQuotes } from "../../src/source/closing-quotes.ts";
import { openTable, readTable } from "../../src/source/read-table.ts";
import { ByteReader, type SourceFile } from "../../src/source/source-file.ts";
import { fileOf } from "../support/read.ts";

const LINE = "P77,Invented Person,2001-02-03\n";
/** Lines that look like records, more than a record may be long. */
const LINES = LINE.repeat(40_000);

async function idsOf(file: SourceFile) {
  const table = await openTable(file, {});
  const reader = readTable(table, new ByteReader(file));
  const ids: string[] = [];
  for await (const group of reader.groups) {
    for (const one of group) ids.push(`${one.line} ${one.cells[0] ?? one.flaws.join()}`);
  }
  return { ids, scanned: reader.scanned(), recounted: reader.recounted() };
}

describe("a quoted cell that is longer than a record may be is one record", () => {
  const text = `id,name,born\nP1,Asha,2001-01-01\nP2,"${LINES}",2001-01-02\nP3,Li,2001-01-03\n`;
  const ids = ["2 P1", "3 too-long", "40004 P3"];
  const found = { ids, scanned: 3, recounted: 3 };

  test.each<[string, string | Buffer, string?]>([
    ["as it stands", text],
    ["with CRLF", text.replaceAll("\n", "\r\n")],
    ["packed", gzipSync(text), "patients.csv.gz"],
    ["in UTF-16", Buffer.from(`\ufeff${text}`, "utf16le")],
  ])("%s", async (_, content, name) => expect(await idsOf(fileOf(content, name))).toEqual(found));

  test("and so are the cells of it that follow, short or long", async () => {
    const more = text.replace(",2001-01-02", `,"x\ny","${LINES}","a ""b""\n${LINE}"`);
    const { scanned, recounted, ...read } = await idsOf(fileOf(more));
    expect(read.ids).toEqual(["2 P1", "3 too-long", "80007 P3"]);
    expect([scanned, recounted]).toEqual([3, 3]);
  });

  test("also behind a long cell without quotes", async () => {
    const more = `id,name,born\nP1,${"x".repeat(1_100_000)},"a\n${LINE}"\nP3,Li,2001-01-03\n`;
    expect(await idsOf(fileOf(more))).toMatchObject({ ids: ["2 too-long", "5 P3"], recounted: 2 });
  });
});

test("a quote that is never closed costs its own line, however much follows", async () => {
  const text = `id,name,born\nP1,Asha,2001-01-01\nP2,"Li,2001-01-02\n${LINES}`;
  const { ids, scanned, recounted } = await idsOf(fileOf(text));
  expect([ids.length, scanned, recounted]).toEqual([40_002, 40_002, 40_002]);
});

test("stray quotes far apart are looked for in one more reading of the file", async () => {
  const stretch = LINES.replace("P77,I", 'P77,"I');
  const file = fileOf(`id,name,born\n${stretch.repeat(24)}`);
  const began = await reading(file);
  expect(began).toBeLessThanOrEqual(2);
});

/** How many times the file is read, whole, for all of its records. */
async function reading(file: SourceFile): Promise<number> {
  const chunks = text(file.size, 1 << 18);
  const quotes = new ClosingQuotes(chunks.iterator, {
    delimiter: ",",
    quote: '"',
    quoteEscape: '"',
  });
  for (let open = 0; open < file.size; open += file.size / 24)
    await quotes.closing(Math.floor(open));
  return chunks.taken() / file.size;
}

function text(size: number, chunk: number) {
  let taken = 0;
  async function* generate(): AsyncGenerator<Buffer> {
    for (; taken < size; taken += chunk) yield Buffer.alloc(chunk, "x");
  }
  return { iterator: generate(), taken: () => taken };
}

describe("wherever chunks end, the closing quote is the same", () => {
  const dialects = fc.constantFrom(
    { delimiter: ",", quote: '"', quoteEscape: '"' },
    { delimiter: "||", quote: '"', quoteEscape: "\\" },
    { delimiter: ";", quote: "'", quoteEscape: "" },
  );
  const signs = fc.array(fc.constantFrom('"', "'", "\\", ",", "|", ";", " ", "\n", "\r", "a"), {
    maxLength: 40,
  });

  test("as that of the whole text", async () => {
    await fc.assert(
      fc.asyncProperty(
        dialects,
        signs,
        fc.integer({ min: 1, max: 7 }),
        async (marks, rest, size) => {
          const whole = Buffer.from(marks.quote + rest.join(""));
          async function* chunks(of: number) {
            for (let at = 0; at < whole.length; at += of) yield whole.subarray(at, at + of);
          }
          const closing = (of: number) => new ClosingQuotes(chunks(of), marks).closing(0);
          expect(await closing(size)).toBe(await closing(whole.length));
          const plain = closingOf(whole.toString(), marks);
          expect(await closing(size)).toBe(plain);
        },
      ),
      { numRuns: 300, seed: 20260114 },
    );
  });
});

/** The same by an expression. */
function closingOf(
  text: string,
  { delimiter, quote, quoteEscape }: { delimiter: string; quote: string; quoteEscape: string },
): number | undefined {
  const escaped = quoteEscape === quote ? `${quote}${quote}` : quoteEscape && "\\\\[^]";
  const cell =
    escaped === ""
      ? `[^${quote}]*`
      : `(?:${escaped}|[^${quote}${quoteEscape === "\\" ? "\\\\" : ""}])*`;
  const end = new RegExp(`^${quote}${cell}${quote}`).exec(text)?.[0].length;
  if (end === undefined) return undefined;
  const follows = text.slice(end).replace(/^[ \t]*/, "");
  return follows === "" || /^[\r\n]/.test(follows) || follows.startsWith(delimiter)
    ? end
    : undefined;
}
