import { lstatSync, readdirSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";

// Where a file is that a record names: below a folder, and nowhere else, however the name is written.

/** Why there is no such file. */
export type Fault = "not-found" | "outside" | "ambiguous" | "unreadable";

/** Where it is, without links, and whether it is there under the very name. */
export interface Located {
  readonly path: string;
  readonly spelled: "same" | "otherwise";
}

interface Spelling {
  readonly name: string;
  readonly spelled: Located["spelled"];
}

/**
 * Looks for files below a folder. A name is tried as it stands, with slashes in place of Windows's, without its percent
 * signs, and then without regard to letter case and to how accents are put together.
 */
export class FileFinder {
  /** The folder, without links. */
  readonly root: string;
  readonly #folders = new Map<string, Map<string, string[]>>();

  /** @throws what the system says */
  constructor(folder: string) {
    this.root = realpathSync.native(folder);
  }

  find(written: string): Located | Fault {
    const spellings = spellingsOf(written);
    let fault: Fault = "not-found";
    for (const { name, spelled } of spellings) {
      if (leadsOut(name)) return "outside";
      const found = this.#exact(name);
      if (found === "not-found") continue;
      if (typeof found === "string") return found;
      return { path: found.path, spelled };
    }
    for (const { name } of spellings) {
      const found = this.#alike(name);
      if (typeof found !== "string") return { path: found.path, spelled: "otherwise" };
      if (found !== "not-found") fault = found;
    }
    return fault;
  }

  /** What the folder calls it. */
  nameOf(path: string): string {
    return relative(this.root, path).split(sep).join("/");
  }

  #exact(name: string): { readonly path: string } | Fault {
    try {
      const path = realpathSync.native(join(this.root, name));
      return path.startsWith(this.root + sep) || path === this.root || this.root === sep
        ? { path }
        : "outside";
    } catch (error) {
      return faultOf(error);
    }
  }

  #alike(name: string): { readonly path: string } | Fault {
    let at = "";
    for (const part of partsOf(name)) {
      const exact = join(at, part);
      if (isThere(join(this.root, exact))) {
        at = exact;
        continue;
      }
      const [found, ...others] = this.#namesIn(at).get(folded(part)) ?? [];
      if (found === undefined) return "not-found";
      if (others.length > 0) return "ambiguous";
      at = join(at, found);
    }
    return this.#exact(at);
  }

  /** By what they are without letter case: the names in a folder. */
  #namesIn(folder: string): Map<string, string[]> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const names = new Map<string, string[]>();
    for (const name of listed(join(this.root, folder))) {
      const key = folded(name);
      names.set(key, [...(names.get(key) ?? []), name]);
    }
    if (this.#folders.size >= MOST_FOLDERS) this.#folders.clear();
    this.#folders.set(folder, names);
    return names;
  }
}

/** Of a million folders not all are kept in memory. */
const MOST_FOLDERS = 256;

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Below a file there is nothing, nor under a name that is too long.
    return false;
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Whether it can be read is said of the file that is looked for in it.
    return [];
  }
}

const folded = (name: string): string => name.normalize("NFC").toLowerCase();

const partsOf = (name: string): string[] =>
  name.split("/").filter((part) => part !== "" && part !== ".");

function spellingsOf(written: string): Spelling[] {
  const slashed = written.replaceAll("\\", "/");
  const decoded = decodedName(slashed);
  const all: Spelling[] = [
    // A name with such a slash in it can be one of another system.
    ...(slashed !== written && !leadsOut(slashed)
      ? [{ name: written, spelled: "same" as const }]
      : []),
    { name: slashed, spelled: "same" },
  ];
  if (decoded !== undefined) all.push({ name: decoded, spelled: "otherwise" });
  return all;
}

/** Undefined if there is no percent sign that means another character. */
function decodedName(name: string): string | undefined {
  if (!/%[0-9a-f]{2}/i.test(name)) return undefined;
  try {
    // Some programs write both slashes so.
    return decodeURIComponent(name).replaceAll("\\", "/");
  } catch {
    return undefined;
  }
}

/** `C:\scans`, `\\server\share`, `/var/scans`, `file:///scans`, `../scans`, a NUL: nothing below the folder. */
function leadsOut(name: string): boolean {
  if (/^\/|^[A-Za-z]:|^[A-Za-z][A-Za-z0-9+.-]+:\/|^~(?:\/|$)|\0/.test(name)) return true;
  // Behind a colon Windows has streams and devices.
  if (process.platform === "win32" && name.includes(":")) return true;
  let depth = 0;
  for (const part of name.split("/")) {
    if (part === "..") depth--;
    else if (part !== "" && part !== ".") depth++;
    if (depth < 0) return true;
  }
  return false;
}

function faultOf(error: unknown): Fault {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM" || code === "EIO" || code === "ELOOP") {
    return "unreadable";
  }
  return "not-found";
}
