import { z } from "zod";
import type { Field, FieldContext, Problem } from "../define.ts";
import type { FileColumns } from "../define-files.ts";

interface FileSettings<Column extends string> {
  /** Where the name goes, as recorded. */
  readonly column: Column;
  readonly required?: boolean;
  /** Where what is known of the file goes. */
  readonly found: Omit<FileColumns, "within">;
}

const error = (advice: string): Problem => ({ severity: "error", advice });
const warning = (advice: string): Problem => ({ severity: "warning", advice });

/**
 * The name of a file in the folder that an import is given, as the legacy system wrote it. What is found in the file
 * goes into columns beside it, and the bytes into the store.
 */
export function file<const Column extends string>(
  settings: FileSettings<Column>,
): Field<string> & { readonly column: Column } {
  const { column, required = false, found } = settings;
  const { storedAs, sha256, size, mediaType } = found;
  return {
    kind: "file",
    required,
    blank: null,
    holds: "notes",
    column,
    file: { ...found, within: withinOf },
    companion: {
      column: storedAs,
      isFilled: ({ bytes }, { files }) => files !== undefined && bytes !== "leave",
      more: [sha256, size, mediaType],
    },
    problems: {
      "not-found": error(
        'The folder given with --files has no such file. Put it there, correct the cell, or say under "under" in the mapping which part of the name is the legacy system\'s own folder.',
      ),
      outside: error(
        'The name leads out of the folder given with --files, and was not followed. Correct the cell, or say under "under" in the mapping which part of the name is the legacy system\'s own folder.',
      ),
      "not-a-file": error("The name is that of a folder or a device. Correct the cell."),
      unreadable: error("The file cannot be read. Check the rights of the file and of its folder."),
      empty: error("The file has no bytes. Get it from the legacy system again."),
      ambiguous: error(
        "Several files have this name but for letter case or accents. Rename one, or correct the cell.",
      ),
      "other-spelling": warning(
        "The file is there under another spelling: letter case, accents, or percent signs. It was taken; check that it is the one.",
      ),
      "named-twice": warning(
        "Another record names the same file. It is stored once; check that both are meant.",
      ),
      "same-bytes": warning(
        "Another record's file has the same bytes. They are stored once; check that it is not the scan of somebody else.",
      ),
    },
    options: z.object({
      /** The legacy system's own folder, or several: what stands before the name in the folder of --files. */
      under: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
      /** Imports the records without the files that they name. */
      bytes: z.enum(["copy", "leave"]).optional(),
    }),
    compile: (options, context) => compileFile(found, options, context),
  } as Field<string> & { readonly column: Column };
}

function compileFile(
  columns: Omit<FileColumns, "within">,
  options: Readonly<Record<string, unknown>>,
  { files }: FieldContext,
): ReturnType<Field<string>["compile"]> {
  if (files === undefined || options["bytes"] === "leave") return (cell) => cell;
  const within = withinOf(options);
  return (cell, sink) => {
    const found = files.find(within(cell));
    if ("fault" in found) {
      sink.problem(found.fault);
      return cell;
    }
    sink.companion?.(found.storedAs);
    sink.companion?.(found.sha256, columns.sha256);
    sink.companion?.(found.size, columns.size);
    sink.companion?.(found.mediaType, columns.mediaType);
    for (const remark of found.remarks) sink.problem(remark);
    return cell;
  };
}

/** Names as they stand below the legacy system's folder, which was written with either slash and in any letter case. */
function withinOf({ under = [] }: Readonly<Record<string, unknown>>): (name: string) => string {
  const plain = (path: string) => path.replaceAll("\\", "/").toLowerCase();
  const folders = ([under].flat() as string[]).map((one) => plain(one).replace(/\/+$/, ""));
  return (name) => {
    const written = plain(name);
    const folder = folders.find((one) => written.startsWith(`${one}/`));
    // Lower case may be longer than what it was written in: then the name is not cut.
    if (folder === undefined || written.length !== name.length) return name;
    return name.slice(folder.length).replace(/^[\\/]+/, "");
  };
}
