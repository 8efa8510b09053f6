import { formatOf } from "../contents.ts";
import { detectEncoding } from "../detect/detect-encoding.ts";
import { readSample } from "../detect/understand.ts";
import { partNames } from "../part-names.ts";
import type { SourceFile } from "../source-file.ts";
import { transcoder } from "../transcode.ts";
import { type FoundPlace, findPlaces } from "./find-places.ts";
import { flatten } from "./flatten.ts";
import type { JsonPlace, NestedList } from "./json-place.ts";
import { nestedLists } from "./nested-lists.ts";
import { cutShort, type Outline, outlineJson, outlineStart } from "./outline.ts";

/** So many objects in a list are enough to take it for one of records. */
const ENOUGH = 20;

/**
 * A file of JSON as the tables in it: itself, where it is a plain list of objects, or one object a line.
 *
 * @throws SourceError if it holds tables and is cut short
 */
export async function tablesOfJson(file: SourceFile): Promise<{
  readonly files: readonly SourceFile[];
  readonly ignored: readonly { readonly name: string; readonly reason: string }[];
}> {
  const plain = async () => withNested([file], await plainPlace(file));
  const { sample, whole } = await readSample(file);
  const { mark, decode } = transcoder(detectEncoding(sample, { whole }).value, sample);
  const text = decode(sample.subarray(mark), whole);
  if (isPlain(text, file)) return plain();
  const { root, isCut } = await outlineJson(file);
  const places = isMapping(root) ? [] : findPlaces(root);
  // What holds no records is refused where it is opened.
  const filled = places.filter(({ records }) => records > 0);
  if (filled.length === 0) return plain();
  if (isCut) throw cutShort(file);
  const names = namesOf(file, places);
  const files = filled.map((one) => {
    return { ...file, name: names.get(one) ?? file.name, json: one.place };
  });
  return {
    files: (await withNested(files)).files,
    ignored: places
      .filter(({ records }) => records === 0)
      .map((one) => ({ name: names.get(one) ?? file.name, reason: "it has no records" })),
  };
}

/** A mapping that lies beside the export is no part of it. */
const isMapping = ({ parts }: Outline): boolean =>
  parts.get(0)?.parts.has("mappingVersion") === true;

function isPlain(text: Buffer, file: SourceFile): boolean {
  const start = text.toString("utf8", 0, 64).trimStart();
  if (formatOf(file.name) === "ndjson") {
    const [line = ""] = text
      .toString("utf8")
      .trimStart()
      .split(/\r\n|[\r\n]/, 1);
    return start.startsWith("{") && (flatten(line) !== undefined || !text.includes(10));
  }
  if (!start.startsWith("[")) return false;
  const [list] = outlineStart(text).parts.values();
  return list !== undefined && isListOfRecords(list);
}

function isListOfRecords({ holds, parts }: Outline): boolean {
  if (holds.list > 0 || holds.scalar > 0) return false;
  const [first] = parts.values();
  return holds.object >= ENOUGH && first?.parts.get("type")?.text !== '"header"';
}

function namesOf(file: SourceFile, places: readonly FoundPlace[]): Map<FoundPlace, string> {
  const isAlone = places.length === 1;
  const names = partNames(places.map(({ label }, at) => label ?? String(at + 1)));
  return new Map(
    places.map((one, at) => {
      const bare = isAlone && (one.label === undefined || one.ofOneKind === true);
      return [one, bare ? file.name : `${file.name}#${names[at]}`];
    }),
  );
}

/** A plain file's records, as a place: one object a line, or a list of them; undefined if it is neither. */
async function plainPlace(file: SourceFile): Promise<JsonPlace | undefined> {
  if (formatOf(file.name) === "ndjson") return { path: [], shape: "values" };
  const { sample, whole } = await readSample(file);
  const { mark, decode } = transcoder(detectEncoding(sample, { whole }).value, sample);
  const start = decode(sample.subarray(mark), whole).toString("utf8", 0, 64).trimStart();
  return start.startsWith("[") ? { path: [0], shape: "list" } : undefined;
}

/** The tables, and behind each those that stand in lists within its records. */
async function withNested(
  files: readonly SourceFile[],
  plain?: JsonPlace,
): Promise<{ files: SourceFile[]; ignored: [] }> {
  const found: SourceFile[] = [];
  const names = new Set(files.map(({ name }) => name));
  for (const file of files) {
    const place = file.json ?? plain;
    const lists = place === undefined ? [] : await listsIn(file, place);
    if (place === undefined || lists.length === 0) {
      found.push(file);
      continue;
    }
    found.push({ ...file, json: { ...place, apart: lists.map(({ list }) => list) } });
    for (const nested of lists) {
      const short = `${file.name.replace(/#.*$/s, "")}#${nested.list}`;
      const name = names.has(short) ? `${file.name}.${nested.list}` : short;
      names.add(name);
      found.push({ ...file, name, json: { ...place, nested } });
    }
  }
  return { files: found, ignored: [] };
}

/** A table that is written column by column, or as lists of cells, holds none. */
async function listsIn(file: SourceFile, place: JsonPlace): Promise<NestedList[]> {
  if (place.shape === "columns" || place.shape === "rows" || place.inner !== undefined) return [];
  const label = /([^/#]+?)(?:\.\w+)*$/.exec(file.name)?.[1] ?? "parent";
  return nestedLists(file, place, label);
}
