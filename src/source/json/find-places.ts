import type { JsonPlace } from "./json-place.ts";
import type { Outline } from "./outline.ts";

/** A table in a JSON text. */
export interface FoundPlace {
  readonly place: JsonPlace;
  /** What the text calls it; undefined if it has no name of its own. */
  readonly label: string | undefined;
  readonly records: number;
  /** Its records alone call it so: where it is the only table, it has its file's name. */
  readonly ofOneKind?: true;
}

type Path = JsonPlace["path"];

/** What programs call whatever they wrap. */
const WRAPPERS = new Set([
  ...["data", "rows", "row", "items", "records", "results", "result", "entry", "entries", "value"],
  ...[
    "values",
    "list",
    "docs",
    "documents",
    "hits",
    "features",
    "table",
    "tables",
    "d",
    "response",
  ],
  ...[
    "payload",
    "content",
    "collection",
    "collections",
    "export",
    "root",
    "dump",
    "body",
    "output",
  ],
  ...["__collections__", "_embedded", "objects", "array", "recordset", "resultset", "dataset"],
]);
/** More objects than this are records, whatever is in them. */
const MOST_WRAPPED = 500;
const ALIKE = 0.5;
const COLUMN_NAMES = ["columns", "fields", "header", "headers", "columnNames", "cols"];

/** The tables of a JSON text. */
export function findPlaces(root: Outline): FoundPlace[] {
  const [only] = root.parts.values();
  const count = countOf(root);
  if (only === undefined) return [];
  const isOne = count === 1;
  const isResource = textOf(only, "resourceType") !== undefined && !isBundle(only);
  if (isOne && !isResource) return placesIn(only, [0], undefined);
  if (root.holds.list === count) return [found({ path: [], shape: "rows" }, root)];
  return root.holds.object > 0 ? [found({ path: [], shape: "values" }, root)] : [];
}

function placesIn(node: Outline, path: Path, label: string | undefined): FoundPlace[] {
  if (node.kind === "list") return placesInList(node, path, label);
  if (node.kind === "scalar") return [];
  if (isBundle(node)) return resources(node, path);
  if (isColumns(node)) return [found({ path, shape: "columns" }, node, label)];
  if (isMap(node)) return [found({ path, shape: "map" }, node, label)];
  const columns = columnNames(node);
  return [...node.parts].flatMap(([step, part]) => {
    const name = label ?? undefined;
    const own = typeof step === "string" && !WRAPPERS.has(step.toLowerCase()) ? step : name;
    const inner = placesIn(part, [...path, step], own);
    const isBeside = columns !== undefined && inner.every(({ place }) => place.shape === "rows");
    return isBeside
      ? inner.map((one) => ({ ...one, label: name, place: { ...one.place, columns } }))
      : inner;
  });
}

function placesInList(node: Outline, path: Path, label: string | undefined): FoundPlace[] {
  const { object, list } = node.holds;
  if (object === 0) return list > 0 ? [found({ path, shape: "rows" }, node, label)] : [];
  const byKind = kindsIn(node, path);
  if (byKind.length > 0) return byKind;
  const wrapped = countOf(node) > MOST_WRAPPED ? [] : wrappedIn(node, path, label);
  return wrapped.length > 0 ? wrapped : [found({ path, shape: "list" }, node, label)];
}

/** What the records of several tables in one list have beside the word that tells them apart. */
interface BesideKind {
  readonly member: string;
  /** Objects, of which a record has one at least. */
  readonly holds: readonly string[];
  /** Whether the format has such a member: a list whose records have others is one table. */
  readonly has: (name: string) => boolean;
}

const JSON_API = new Set([
  ...["type", "id", "lid", "attributes", "relationships", "links", "meta"],
]);
const ELASTIC = new Set(["sort", "fields", "highlight", "inner_hits", "found"]);

const BESIDE_KIND: readonly BesideKind[] = [
  {
    member: "type",
    holds: ["attributes", "relationships"],
    has: (name) => JSON_API.has(name),
  },
  {
    member: "_index",
    holds: ["_source"],
    has: (name) => name.startsWith("_") || ELASTIC.has(name),
  },
];

/** JSON:API's lists, and what Elasticsearch found in several indexes: each kind of record is a table. */
function kindsIn(node: Outline, path: Path): FoundPlace[] {
  const [first] = node.parts.values();
  for (const { member, holds, has } of BESIDE_KIND) {
    const kinds = node.kinds.get(member) ?? new Map<string, number>();
    const all = [...kinds.values()].reduce((sum, records) => sum + records, 0);
    const isTold =
      holds.some((one) => first?.parts.get(one)?.kind === "object") &&
      [...(first?.parts.keys() ?? [])].every((name) => has(String(name))) &&
      all === countOf(node);
    if (!isTold || (kinds.size < 2 && member !== "type")) continue;
    const [only = ""] = kinds.keys();
    if (kinds.size === 1) {
      return [{ ...found({ path, shape: "list" }, node, only), ofOneKind: true }];
    }
    return [...kinds].map(([is, records]) => {
      const place = { path, shape: "list", kind: { path: [member], is } } as const;
      return { place, label: is, records };
    });
  }
  return [];
}

/** A list of what wraps tables: phpMyAdmin's, or the results of several queries. */
function wrappedIn(node: Outline, path: Path, label: string | undefined): FoundPlace[] {
  const parts = [...node.parts].map(([step, part]) => {
    const names = [...part.parts.keys()].filter(
      (name) => WRAPPERS.has(String(name).toLowerCase()) && part.parts.get(name)?.kind !== "scalar",
    );
    const own = textOf(part, "name") ?? textOf(part, "table") ?? label;
    const inner = names.flatMap((name) => {
      const held = part.parts.get(name);
      return held === undefined ? [] : placesIn(held, [...path, step, name], own);
    });
    return { part, inner };
  });
  const records = (one: FoundPlace[]) => one.reduce((sum, place) => sum + place.records, 0);
  const most = Math.max(0, ...parts.map(({ inner }) => records(inner)));
  const isPma = textOf(node.parts.get(0), "type") === "header";
  // Records that have a list of their own hold less in it than there are records, as a rule.
  const isWrapper = isPma || (countOf(node) === 1 && most > 1);
  return isWrapper ? parts.flatMap(({ inner }) => inner) : [];
}

const isBundle = (node: Outline): boolean => textOf(node, "resourceType") === "Bundle";

function resources(node: Outline, path: Path): FoundPlace[] {
  const types = [...(node.parts.get("entry")?.resourceTypes ?? [])];
  return types.map(([resourceType, records]) => {
    const place = {
      path: [...path, "entry"],
      shape: "list",
      inner: "resource",
      kind: { path: ["resource", "resourceType"], is: resourceType },
    } as const;
    return { place, label: resourceType, records };
  });
}

/** An object of lists of the same length, or of objects with the numbers of the records for names. */
function isColumns({ parts, holds }: Outline): boolean {
  const columns = [...parts.values()];
  const [first] = columns;
  if (first === undefined || columns.length < 2 || holds.scalar > 0) return false;
  const records = countOf(first);
  return columns.every(
    (one) =>
      one.kind === first.kind &&
      records > 0 &&
      countOf(one) === records &&
      one.holds.scalar === records &&
      (one.kind === "list" || [...one.parts.keys()].every((key, at) => key === String(at))),
  );
}

/** An object of objects that have mostly the same members. */
function isMap({ parts, holds }: Outline): boolean {
  const objects = [...parts.values()];
  if (holds.scalar > 0 || holds.list > 0 || objects.length < 2) return false;
  const known = new Map<string | number, number>();
  for (const one of objects) {
    for (const key of one.parts.keys()) known.set(key, (known.get(key) ?? 0) + 1);
  }
  const members = objects.reduce((sum, one) => sum + one.parts.size, 0);
  const isRecord = objects.every((one) => one.holds.scalar > 0);
  return isRecord && members >= known.size * objects.length * ALIKE;
}

/** The names of columns that stand beside rows. */
function columnNames(node: Outline): string[] | undefined {
  const named = COLUMN_NAMES.map((name) => node.parts.get(name)).find(
    (one) => one?.kind === "list",
  );
  const names = [...(named?.parts.values() ?? [])].map(
    (one) => plainText(one.text) ?? textOf(one, "name") ?? textOf(one, "key"),
  );
  const whole = names.flatMap((name) => name ?? []);
  return whole.length > 0 && whole.length === names.length ? whole : undefined;
}

function found(place: JsonPlace, node: Outline, label?: string): FoundPlace {
  const [first] = node.parts.values();
  const records = place.shape === "columns" && first ? countOf(first) : countOf(node);
  return { place, label, records };
}

const countOf = ({ holds }: Outline): number => holds.object + holds.list + holds.scalar;

const textOf = (node: Outline | undefined, name: string): string | undefined =>
  plainText(node?.parts.get(name)?.text);

function plainText(written: string | undefined): string | undefined {
  return written?.startsWith('"') ? written.slice(1, -1) : undefined;
}
