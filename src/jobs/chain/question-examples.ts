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
import { ByteReader } from "../../source/source-file.ts";
import { unpackExport } from "../../source/unpack-export.ts";
import { textOf } from "./questions.ts";

/** As many records are looked at, and as many different cells shown. */
const LOOKED_AT = 1_000;
const SHOWN = 6;

/** Which export is looked at, through which mapping. */
export interface Exemplified {
  readonly target: Target;
  readonly mapping: string;
  readonly source: string;
}

/**
 * Cells of the column that a question is about, as they stand in the export; none where the question is about no
 * column, or the export cannot be read as the mapping stands.
 */
export async function questionExamples(of: Exemplified, { path }: Ask): Promise<string[]> {
  try {
    return await cellsOf(of, path);
  } catch (error) {
    // Examples are a help: what is wrong with the export is told by the questions themselves.
    if (error instanceof HmsyncError) return [];
    throw error;
  }
}

async function cellsOf({ target, mapping, source }: Exemplified, path: Ask["path"]) {
  const [top = "", entity = "", fields = "", field = ""] = path;
  const importer = target.importers.find((one) => one.entity === entity);
  const text = textOf(mapping, target);
  if (top !== "entities" || fields !== "fields" || importer === undefined || text === null) {
    return [];
  }
  const written: unknown = JSON.parse(text);
  const columns = columnsOf(at(written, [top, entity, fields, field]));
  const names = [at(written, [top, entity, "file"]) ?? []].flat();
  const reading = (at(written, ["reading"]) ?? {}) as ReadingByFile;
  const plain = Object.assign({ reading }, NO_MAPPING);
  const { files } = await unpackExport(openExport(source), { reading });
  const found: string[] = [];
  for (const file of files.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const headed = await headFile(file, [plain]);
    const places = columns.map((column) => headed.header.indexOf(column));
    if (places.length === 0 || places.includes(-1)) continue;
    const more = { importer, mapping: NO_FIELDS, unmapped: [], absent: [] };
    found.push(...(await cellsAt(Object.assign({}, headed, more), places)));
    if (found.length >= SHOWN) break;
  }
  return [...new Set(found)].slice(0, SHOWN);
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

async function cellsAt(fitted: FittedFile, places: readonly number[]): Promise<string[]> {
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
    if (found.size >= SHOWN || looked >= LOOKED_AT) break;
  }
  return [...found].slice(0, SHOWN);
}
