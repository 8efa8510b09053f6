import { startOf } from "../contents.ts";
import { detectEncoding } from "../detect/detect-encoding.ts";
import { readSample } from "../detect/understand.ts";
import { membersOf } from "../parse-json.ts";
import { RFC_4180 } from "../record.ts";
import type { SourceFile } from "../source-file.ts";
import { startOfFile } from "../span.ts";
import { TextWindows } from "../text-windows.ts";
import type { Member } from "./flatten.ts";
import type { JsonPlace, NestedList } from "./json-place.ts";
import { scanPlace } from "./scan-place.ts";

/** So many bytes of records are looked through. */
const LOOKED_AT = 4 * 2 ** 20;
const ELEMENT = /^([^[\]]+)\[\d+\]\.(.+)$/;
/** Lists of what a record has itself are columns of it: its names, numbers and addresses. */
const OF_ITS_OWN =
  /address|phone|\btel|mobile|contact|name|mail|identifier|coding|category|tag|link|extension/i;
const ID = /(?:^|[._ -])(?:id|uuid|guid|key|mrn|uhid|code|no|nr|num|number)$|(?:Id|ID|No|Nr|Key)$/;
/** A number alone may be that of a phone. */
const OWN_ID = /^_?(?:id|uuid|guid)$|[._ -](?:id|uuid|guid|no|nr|number)$|(?:Id|ID|No|Nr)$/;
/** An id that does not say of what it is one. */
const BARE = /^_?(?:id|uuid|guid|key|code|no|nr|num|number)$/i;
const DAY = /^\d{4}-\d{2}-\d{2}|^\d{1,2}[/.]\d{1,2}[/.]\d{4}/;

interface Seen {
  readonly names: Set<string>;
  /** Its elements have an id or a day of their own: they are records, not parts of one. */
  isTable: boolean;
}

/**
 * The lists of objects within the records at a place that are tables of their own, as the first records show.
 *
 * @param label what the records are called, for a reference to them
 */
export async function nestedLists(
  file: SourceFile,
  place: JsonPlace,
  label: string,
): Promise<NestedList[]> {
  const lists = new Map<string, Seen>();
  const own = new Map<string, number>();
  for await (const members of firstRecords(file, place)) {
    if (members.some(([path]) => path === "resourceType")) return [];
    for (const [path, cell] of members) look(path, cell, { lists, own });
  }
  return [...lists]
    .filter(([list, { isTable, names }]) => isTable && names.size > 1 && !OF_ITS_OWN.test(list))
    .map(([list, { names }]) => ({ list, keys: keysOf([...own.keys()], { names, label }) }));
}

interface Found {
  readonly lists: Map<string, Seen>;
  readonly own: Map<string, number>;
}

function look(path: string, cell: string, { lists, own }: Found): void {
  if (!path.includes("[")) {
    if (cell !== "") own.set(path, (own.get(path) ?? 0) + 1);
    return;
  }
  const [, list, name] = ELEMENT.exec(path) ?? [];
  if (list === undefined || name === undefined) return;
  const seen = lists.get(list) ?? { names: new Set<string>(), isTable: false };
  lists.set(list, seen);
  seen.names.add(name);
  seen.isTable ||= OWN_ID.test(name) || DAY.test(cell);
}

/** The members of a record that say which one it is, and what its list's columns call them. */
function keysOf(
  own: readonly string[],
  { names, label }: { readonly names: ReadonlySet<string>; readonly label: string },
): NestedList["keys"] {
  const ids = own.filter((name) => ID.test(name));
  return (ids.length > 0 ? ids : own.slice(0, 1)).map((name) => {
    if (!BARE.test(name) && !names.has(name)) return [name, name];
    const column = `${label.replace(/s$/i, "")}_${name.replace(/^_/, "")}`;
    return [name, names.has(column) ? `parent.${name}` : column];
  });
}

async function* firstRecords(
  file: SourceFile,
  place: JsonPlace,
): AsyncGenerator<readonly Member[]> {
  const { sample, whole } = await readSample(file);
  const windows = new TextWindows(detectEncoding(sample, { whole }).value);
  const scan = scanPlace(place);
  const state = startOfFile();
  let size = 0;
  let first = true;
  for await (const chunk of startOf(file)) {
    const window = windows.add(chunk, { first, atEnd: false });
    first = false;
    const { spans, consumed } = scan(window, state, { dialect: RFC_4180, atEnd: false });
    for (const { start, end, flaw } of spans) {
      const members = flaw ?? membersOf(window.toString("utf8", start, end), place);
      if (typeof members === "object") yield members;
    }
    windows.consume(consumed);
    size += chunk.length;
    if (size > LOOKED_AT) return;
  }
}
