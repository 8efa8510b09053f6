import { sameName } from "../db/names.ts";

/** One name for another. */
interface Rename {
  readonly from: string;
  readonly to: string;
  readonly declared?: boolean | undefined;
}

/** Renames in an order in which no name is ever there twice. */
export interface Renaming<Kind extends Rename> {
  readonly order: readonly Kind[];
  /** Those that cannot be done, or were done before. */
  readonly left: readonly Kind[];
  /** What it comes to: a chain of renames is one. */
  readonly done: readonly { readonly from: string; readonly to: string }[];
  /** The names that are there afterwards. */
  readonly names: readonly string[];
  /** A name that declared renames come back to: each push would do them anew. */
  readonly circular: string | undefined;
}

/** Names of tables, or of one table's columns. */
export interface Names {
  readonly present: readonly string[];
  readonly wanted: readonly string[];
  /** Whether two names are one; unless said, letter case does not matter. */
  readonly same?: (one: string, other: string) => boolean;
}

/** Orders renames among the names that are there. */
export function orderRenames<Kind extends Rename>(
  names: Names,
  renames: readonly Kind[],
): Renaming<Kind> {
  const { present, same = sameName } = names;
  const cells = present.map((name) => ({ first: name, name }));
  const find = (name: string) => cells.find((cell) => same(cell.name, name));
  const order: Kind[] = [];
  let left = renames.filter((rename) => !isHistory(rename, names, renames));
  for (;;) {
    const next = left.find(({ from, to }) => find(from) !== undefined && find(to) === undefined);
    const cell = next && find(next.from);
    if (next === undefined || cell === undefined) break;
    cell.name = next.to;
    order.push(next);
    left = left.filter((rename) => rename !== next);
  }
  const moved = cells.filter(({ first, name }) => !same(first, name));
  return {
    order,
    left,
    names: cells.map(({ name }) => name),
    done: moved.map(({ first, name }) => ({ from: first, to: name })),
    circular: renames.find(
      ({ from, declared }) => declared && laterNames(from, renames, same).includes(from),
    )?.from,
  };
}

/**
 * A declared rename was done before where the old name is wanted for something new, and a later name
 * is there or nothing of that name is wanted any more.
 */
function isHistory(
  { from, to, declared = false }: Rename,
  { present, wanted, same = sameName }: Names,
  renames: readonly Rename[],
): boolean {
  const has = (names: readonly string[], name: string) => names.some((one) => same(one, name));
  const later = [to, ...laterNames(to, renames, same)];
  const over = later.some((one) => has(present, one)) || !later.some((one) => has(wanted, one));
  return declared && has(wanted, from) && over;
}

/** What a name becomes, one rename after the other; it comes last itself where they go in a circle. */
function laterNames(
  name: string,
  renames: readonly Rename[],
  same: (one: string, other: string) => boolean,
): string[] {
  const later: string[] = [];
  let at = name;
  while (later.length < renames.length) {
    const next = renames.find(({ from }) => same(from, at))?.to;
    if (next === undefined) break;
    at = next;
    later.push(at);
  }
  return later;
}
