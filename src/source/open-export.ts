import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { SourceError, UsageError } from "../plain/errors.ts";
import { formatOf, isArchive } from "./contents.ts";
import { fhirIn } from "./fhir/starts-as-fhir.ts";
import type { Export, SourceFile } from "./source-file.ts";
import { isSqliteFile } from "./sqlite-file.ts";
import { DATABASE, nothingRead, UNKNOWN_ENDING } from "./unread-files.ts";

/**
 * Looks through an export: a folder, whose files are taken in the order of their names, or one
 * file, whatever its ending is.
 *
 * @throws UsageError if there is nothing to read, SourceError if a name promises a file that
 * is none
 */
export function openExport(source: string): Export {
  const stats = statSource(source);
  if (stats.isFile()) return { files: [sourceFile(source, stats)], ignored: [] };
  if (!stats.isDirectory()) {
    throw new UsageError(`${source} is neither a folder nor a file.`, {
      cure: stats.isFIFO()
        ? "An import reads its source twice, which a pipe cannot be: hand it on as standard input with  --source - < PIPE , or save it as a file."
        : "Name the folder of the export with --source.",
    });
  }
  const entries = readFolder(source).sort((one, other) => (one.name < other.name ? -1 : 1));
  const others = entries.filter((entry) => !isOurs(entry));
  const fhir = new Map(others.map((entry) => [entry, fhirOf(source, entry)]));
  const files = entries
    .filter((entry) => isOurs(entry) || fhir.get(entry) === "json")
    .map((entry) => fileOf(source, entry));
  const ignored = others
    .filter((entry) => fhir.get(entry) !== "json")
    .map((entry) => {
      const reason = fhir.get(entry) === "xml" ? FHIR_AS_XML : reasonToIgnore(source, entry);
      return { name: entry.name, reason };
    });
  if (files.length === 0) throw nothingRead(source, ignored);
  return { files, ignored };
}

const FHIR_AS_XML = "FHIR as XML is not read: export it as JSON (Accept: application/fhir+json)";

/** Of a plain file without an ending of ours, whether it is FHIR; what cannot be opened is nothing. */
function fhirOf(source: string, entry: Dirent): ReturnType<typeof fhirIn> {
  if (!entry.isFile() || entry.name.startsWith(".")) return undefined;
  try {
    return fhirIn(join(source, entry.name));
  } catch {
    return undefined;
  }
}

/** A file to be read, with what it looked like when it was found. */
export function sourceFile(path: string, { size, mtimeMs, ctimeMs }: Stats): SourceFile {
  return { path, name: basename(path), size, modified: mtimeMs, changed: ctimeMs };
}

function statSource(source: string): Stats {
  try {
    return statSync(source);
  } catch (error) {
    throw new UsageError(`The export ${source} does not exist.`, {
      cure: "Correct the path given with --source.",
      cause: error,
    });
  }
}

function readFolder(source: string): Dirent[] {
  try {
    return readdirSync(source, { withFileTypes: true });
  } catch (error) {
    throw new SourceError(
      `The folder ${source} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      {
        cure: "Get permission to read it.",
        cause: error,
      },
    );
  }
}

/** A name like `._patients.csv` is another system's shadow of a file. */
const isOurs = ({ name }: Dirent): boolean =>
  (formatOf(name) !== undefined || isArchive(name)) && !name.startsWith(".");

function fileOf(source: string, { name }: Dirent): SourceFile {
  const path = join(source, name);
  const stats = statSync(path, { throwIfNoEntry: false });
  const what = whatElse(stats, source, path);
  if (stats !== undefined && what === undefined) return sourceFile(path, stats);
  throw new SourceError(`${name} is ${what}, not a file.`, {
    cure: "Put the exported file in its place, or move it out of the folder.",
  });
}

/** Something other than a file of the export. */
function whatElse(stats: Stats | undefined, source: string, path: string): string | undefined {
  if (stats === undefined) return "a broken link";
  if (!stats.isFile()) return "a folder or a device";
  return leadsOut(source, path) ? "a link out of the folder" : undefined;
}

/** What an export links to elsewhere is no part of it. */
function leadsOut(source: string, path: string): boolean {
  return relative(realpathSync(source), realpathSync(path)).startsWith("..");
}

function reasonToIgnore(source: string, entry: Dirent): string {
  if (entry.isDirectory()) return "a folder";
  if (isSqliteFile(join(source, entry.name))) return DATABASE;
  return entry.name.startsWith(".") ? "hidden" : UNKNOWN_ENDING;
}
