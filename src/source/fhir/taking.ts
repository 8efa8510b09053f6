import type { Known } from "./known.ts";
import { type Branch, isBranch, isList, type Tree, textIn } from "./tree.ts";

// Takes values out of a resource. What a column has is no longer in the resource; what is left in the end is kept beside.

/** A resource that is being taken apart. */
export interface Taking {
  readonly resource: Branch;
  /** Resources within it, by their ids. */
  readonly contained: ReadonlyMap<string, Branch>;
  /** The currencies of its amounts, where there are any. */
  readonly currencies: readonly string[];
  /** What other resources of the export say of those that are named here. */
  readonly known: Known;
}

/** Columns of a table, and how a resource fills them. */
export interface Part {
  readonly columns: readonly string[];
  take(taking: Taking): readonly string[];
}

/** The object that a path leads to; of a list its first element. */
export function branchAt(from: Branch, path: string): Branch | undefined {
  let at: Tree | undefined = from;
  for (const step of path === "" ? [] : path.split(".")) {
    at = isBranch(at) ? first(at.get(step)) : undefined;
  }
  return isBranch(at) ? at : undefined;
}

const first = (tree: Tree | undefined): Tree | undefined => (isList(tree) ? tree[0] : tree);

/** The objects of a list, or the one that stands in its place. */
export function branchesAt(from: Branch, path: string): Branch[] {
  const { parent, name } = split(path);
  const found = branchAt(from, parent)?.get(name);
  return (isList(found) ? found : [found]).filter(isBranch);
}

function split(path: string): { readonly parent: string; readonly name: string } {
  const at = path.lastIndexOf(".");
  return { parent: path.slice(0, Math.max(at, 0)), name: path.slice(at + 1) };
}

/** The text at a path, which stays where it is; nothing is the empty text. */
export function textAt(from: Branch, path: string): string {
  const { parent, name } = split(path);
  return textIn(first(branchAt(from, parent)?.get(name))) ?? "";
}

/** The same, taken out. Of a list of texts the first is taken. */
export function takeText(from: Branch | undefined, path: string): string {
  const { parent, name } = split(path);
  const holder = from && branchAt(from, parent);
  const found = holder?.get(name);
  const text = textIn(first(found)) ?? "";
  if (text === "") return "";
  if (isList(found) && found.length > 1) holder?.set(name, found.slice(1));
  else holder?.delete(name);
  return text;
}

/** All texts of a list, taken out if it holds nothing else. */
export function takeTexts(from: Branch, name: string): string[] {
  const found = from.get(name);
  const list = isList(found) ? found : [found];
  const texts = list.flatMap((one) => textIn(one) ?? []);
  if (texts.length === list.length) from.delete(name);
  return texts;
}
