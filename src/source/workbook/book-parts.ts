import { posix } from "node:path";
import { SourceError } from "../../plain/errors.ts";
import type { SourceFile } from "../source-file.ts";
import { entryNames } from "../zip.ts";
import { readXml } from "./xml.ts";

/** A part that another one names (ECMA-376 part 2, 9.3). */
interface Related {
  readonly id: string;
  /** The last word of what it is: `worksheet`, `styles`. */
  readonly type: string;
  readonly part: string;
}

/** The parts of a workbook, wherever its program has put them. */
export interface BookParts {
  readonly book: string;
  readonly strings: string | undefined;
  readonly styles: string | undefined;
  /** By the ids that the workbook names them by. */
  readonly sheets: ReadonlyMap<string, string>;
}

const USUAL = "xl/workbook.xml";

/** @throws SourceError if the archive is damaged, or no workbook */
export async function bookParts(file: SourceFile): Promise<BookParts> {
  const names = new Set(await entryNames(file));
  if (names.has("mimetype") && names.has("content.xml")) {
    throw new SourceError(`${file.name} is an OpenDocument spreadsheet, not .xlsx.`, {
      cure: "Save it as .xlsx, or each sheet as CSV (UTF-8).",
    });
  }
  const root = names.has("_rels/.rels") ? await relatedTo(file, "") : [];
  const book = root.find(({ type }) => type === "officeDocument")?.part ?? USUAL;
  const related = await relatedTo(file, book);
  const partOf = (type: string, usual: string) =>
    [related.find((one) => one.type === type)?.part, usual].find((part) => part && names.has(part));
  const sheets = related.filter(
    ({ type, part }) => type === "worksheet" || part.includes("worksheets/"),
  );
  return {
    book,
    strings: partOf("sharedStrings", "xl/sharedStrings.xml"),
    styles: partOf("styles", "xl/styles.xml"),
    sheets: new Map(sheets.map(({ id, part }) => [id, part])),
  };
}

async function relatedTo(file: SourceFile, part: string): Promise<Related[]> {
  const folder = posix.dirname(part);
  const related: Related[] = [];
  await readXml(file, posix.join(folder, "_rels", `${posix.basename(part)}.rels`), {
    open(_, { Id, Type = "", Target }) {
      if (Id === undefined || Target === undefined) return;
      const target = Target.startsWith("/") ? Target.slice(1) : posix.join(folder, Target);
      related.push({ id: Id, type: Type.slice(Type.lastIndexOf("/") + 1), part: target });
    },
  });
  return related;
}
