import type { Target } from "../../../importers/define-target.ts";
import { trimText } from "../../../shared/trim-text.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import { headFile } from "../../mapping/head-file.ts";
import type { EntityMapping, Mapping } from "../../mapping/mapping.ts";
import { readFitted } from "../../mapping/read-fitted.ts";
import { at } from "../../mapping/undecided.ts";
import type { Ask } from "../../plain/ask.ts";
import { HmsyncError } from "../../plain/errors.ts";
import { openExport } from "../../source/open-export.ts";
import type { ReadingByFile } from "../../source/reading-settings.ts";
import { ByteReader, type Export } from "../../source/source-file.ts";
import { unpackExport } from "../../source/unpack-export.ts";
import { textOf } from "./questions.ts";

/** As many records are looked at, and as many different cells shown; of codes, as many as a column of codes has. */
const LOOKED_AT = 1_000;
const SHOWN = 6;
const CODES = 64;

/** What helps to answer a question. */
export interface QuestionHelp {
  /** Cells of the column that it is about. */
  readonly cells: readonly string[];
  /** Where it asks what codes mean: what they may mean, and what the mapping says of some already. */
  readonly codes: CodeHelp | null;
}

export interface CodeHelp {
  readonly meanings: readonly string[];
  readonly said: Readonly<Record<string, string>>;
}

/** Which export is looked at, through which mapping. */
export interface Exemplified {
  readonly target: Target;
  readonly mapping: string;
  readonly source: string;
  /** What was found there, if it was read beforehand: a database. */
  readonly spooled?: Export | undefined;
}

/**
 * Cells of the column that a question is about, as they stand in the export; none where the question is about no
 * column, or the export cannot be read as the mapping stands.
 */
export async function questionHelp(of: Exemplified, { path }: Ask): Promise<QuestionHelp> {
  const codes = codesOf(of, path);
  try {
    return { cells: await cellsOf(of, { path, most: codes === null ? SHOWN : CODES }), codes };
  } catch (error) {
    // Examples are a help: what is wrong with the export is told by the questions themselves.
    if (error instanceof HmsyncError) return { cells: [], codes };
    throw error;
  }
}

function codesOf({ target, mapping }: Exemplified, path: Ask["path"]): CodeHelp | null {
  const [, entity = "", , field = "", option] = path;
  const text = textOf(mapping, target);
  if (option !== "codes" || text === null) return null;
  const importer = importerOf(target, JSON.parse(text), entity);
  const meanings = importer?.fields[field]?.values;
  if (meanings === undefined) return null;
  const said = (at(JSON.parse(text), path) ?? {}) as Record<string, string>;
  return { meanings, said };
}

/** Of an entity of the mapping, also where that has it in a table of another name. */
function importerOf({ importers }: Target, written: unknown, entity: string) {
  const name = at(written, ["entities", entity, "as"]) ?? entity;
  return importers.find((one) => one.entity === name);
}

interface Wanted extends Pick<Ask, "path"> {
  readonly most: number;
}

async function cellsOf({ target, mapping, source, spooled }: Exemplified, { path, most }: Wanted) {
  const [top = "", entity = "", fields = "", field = ""] = path;
  const text = textOf(mapping, target);
  if (top !== "entities" || fields !== "fields" || text === null) return [];
  const written: unknown = JSON.parse(text);
  const importer = importerOf(target, written, entity);
  if (importer === undefined) return [];
  const columns = columnsOf(at(written, [top, entity, fields, field]));
  const names = [at(written, [top, entity, "file"]) ?? []].flat();
  const reading = (at(written, ["reading"]) ?? {}) as ReadingByFile;
  const plain = Object.assign({ reading }, NO_MAPPING);
  const { files } = await unpackExport(spooled ?? openExport(source), { reading });
  const found: string[] = [];
  for (const file of files.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const headed = await headFile(file, [plain]);
    const places = columns.map((column) => headed.header.indexOf(column));
    if (places.length === 0 || places.includes(-1)) continue;
    const more = { importer, mapping: NO_FIELDS, unmapped: [], absent: [] };
    found.push(...(await cellsAt(Object.assign({}, headed, more), { places, most })));
    if (found.length >= most) break;
  }
  return [...new Set(found)].slice(0, most);
}

const NO_FIELDS: EntityMapping = {
  file: undefined,
  fields: {},
  ignore: [],
  nullTokens: [],
  rules: {},
};
const NO_MAPPING: Omit<Mapping, "reading"> = {
  name: "",
  legacySystem: "",
  currency: "XXX",
  timeZone: "UTC",
  entities: {},
};

/** The columns that a mapping fills a field from. */
function columnsOf(field: unknown): string[] {
  const named =
    typeof field === "string" ? field : (at(field, ["column"]) ?? at(field, ["columns"]));
  return [named ?? []].flat().filter((one): one is string => typeof one === "string");
}

async function cellsAt(
  fitted: FittedFile,
  { places, most }: { readonly places: readonly number[]; readonly most: number },
): Promise<string[]> {
  const found = new Set<string>();
  let looked = 0;
  for await (const group of readFitted(fitted, new ByteReader(fitted.file)).groups) {
    for (const { cells } of group) {
      const text = places
        .map((place) => trimText(cells[place] ?? ""))
        .join(" ")
        .trim();
      if (text !== "") found.add(text);
    }
    looked += group.length;
    if (found.size >= most || looked >= LOOKED_AT) break;
  }
  return [...found].slice(0, most);
}
