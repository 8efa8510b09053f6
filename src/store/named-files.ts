import type { FoundFile, NamedFiles } from "../../importers/define-files.ts";
import { UsageError } from "../plain/errors.ts";
import { FileFinder, type Located } from "./find-file.ts";
import { type FileContent, readFile } from "./read-file.ts";
import { placeInStore } from "./store.ts";

/** The folder of files that the records of an export name. */
export class FolderOfFiles implements NamedFiles {
  readonly #finder: FileFinder;
  readonly #named = new Set<string>();
  readonly #hashes = new Set<string>();

  /** @throws UsageError if there is no such folder */
  constructor(folder: string) {
    this.#finder = finderIn(folder);
  }

  find(name: string): FoundFile | { readonly fault: string } {
    const located = this.#finder.find(name);
    if (typeof located === "string") return { fault: located };
    const content = contentOf(located);
    const path = this.#finder.nameOf(located.path);
    if (typeof content === "string") {
      if (content === "empty") this.#named.add(path);
      return { fault: content };
    }
    const remarks = this.#remarksOn(located, path, content);
    this.#named.add(path);
    this.#hashes.add(content.sha256);
    return { ...content, storedAs: placeInStore(content.sha256), remarks };
  }

  /** Paths below the folder that records have named so far. */
  named(): readonly string[] {
    return [...this.#named];
  }

  /** Where a file is that was found before; undefined if it is gone. */
  locate(name: string): string | undefined {
    const located = this.#finder.find(name);
    return typeof located === "string" ? undefined : located.path;
  }

  #remarksOn({ spelled }: Located, path: string, { sha256 }: FileContent): string[] {
    const remarks = spelled === "otherwise" ? ["other-spelling"] : [];
    if (this.#named.has(path)) remarks.push("named-twice");
    else if (this.#hashes.has(sha256)) remarks.push("same-bytes");
    return remarks;
  }
}

/** @throws UsageError if there is no such folder */
export function finderIn(folder: string): FileFinder {
  try {
    return new FileFinder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`The folder of files ${folder} cannot be read (${code ?? "error"}).`, {
      cure: "Correct the path given with --files.",
      cause: error,
    });
  }
}

function contentOf({ path }: Located): FileContent | "not-a-file" | "empty" | "unreadable" {
  try {
    const content = readFile(path);
    if (content === undefined) return "not-a-file";
    return content.size === 0 ? "empty" : content;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENXIO" || code === "EISDIR" || code === "ENODEV" ? "not-a-file" : "unreadable";
  }
}
