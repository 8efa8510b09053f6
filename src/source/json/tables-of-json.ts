import { formatOf } from "../contents.ts";
import { detectEncoding } from "../detect/detect-encoding.ts";
import { readSample } from "../detect/understand.ts";
import { partNames } from "../part-names.ts";
import type { SourceFile } from "../source-file.ts";
import { transcoder } from "../transcode.ts";
import { type FoundPlace, findPlaces } from "./find-places.ts";
import { flatten } from "./flatten.ts";
import { cutShort, type Outline, outlineJson, outlineStart } from "./outline.ts";

/** So many objects in a list are enough to take it for one of records. */
const ENOUGH = 20;

/**
 * A file of JSON as the tables in it: itself, where it is a plain list of objects, or one object a line.
 *
 * @throws SourceError where it holds tables and is cut short
 */
export async function tablesOfJson(file: SourceFile): Promise<{
  readonly files: readonly SourceFile[];
  readonly ignored: readonly { readonly name: string; readonly reason: string }[];
}> {
  const plain = { files: [file], ignored: [] };
  const { sample, whole } = await readSample(file);
  const { mark, decode } = transcoder(detectEncoding(sample, { whole }).value, sample);
  const text = decode(sample.subarray(mark), whole);
  if (isPlain(text, file)) return plain;
  const { root, isCut } = await outlineJson(file);
  const places = isMapping(root) ? [] : findPlaces(root);
  // What holds no records is refused where it is opened.
  const filled = places.filter(({ records }) => records > 0);
  if (filled.length === 0) return plain;
  if (isCut) throw cutShort(file);
  const names = namesOf(file, places);
  return {
    files: filled.map((one) => ({ ...file, name: names.get(one) ?? file.name, json: one.place })),
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
      const bare = isAlone && one.label === undefined;
      return [one, bare ? file.name : `${file.name}#${names[at]}`];
    }),
  );
}
