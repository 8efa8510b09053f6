import { type Dirent, readdirSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";

interface Known {
  /** Paths below the folder, with slashes. */
  readonly named: ReadonlySet<string>;
  /** A folder that is none of the export: the store, if it lies there. */
  readonly except?: string | undefined;
}

/** The files of a folder that no record names: paths below it, folder by folder. */
export function* unnamedFiles(folder: string, { named, except }: Known): Generator<string> {
  const root = realpathSync.native(folder);
  const left = except === undefined ? undefined : realOf(except);
  const open = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of listed(at)) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) {
        if (path !== left) open.push(path);
        continue;
      }
      const name = nameOf(root, path, entry);
      if (!named.has(name)) yield relative(root, path).split(sep).join("/");
    }
  }
}

/** A link is named by what names the file that it leads to. */
function nameOf(root: string, path: string, entry: Dirent): string {
  const real = entry.isSymbolicLink() ? (realOf(path) ?? path) : path;
  return relative(root, real).split(sep).join("/");
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    // It leads nowhere, or is not there yet.
    return undefined;
  }
}

function listed(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A record that names a file in it is told that it cannot be read.
    return [];
  }
}
