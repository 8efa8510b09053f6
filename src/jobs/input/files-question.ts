import type { RunSettings } from "../../ledger/run-summary.ts";
import type { Fit, FittedFile } from "../../mapping/fit.ts";
import { choiceOf } from "../../plain/ask.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import { finderIn } from "../../store/named-files.ts";
import type { Listener } from "../listener.ts";

/**
 * Asks where the files are that records name.
 *
 * @throws DecisionNeeded that names the columns; UsageError if there is no such folder
 */
export function checkNamedFiles(
  { files }: Pick<Fit, "files">,
  settings: Pick<RunSettings, "files" | "leaveFiles">,
  { note }: Pick<Listener, "note">,
): void {
  const naming = files.flatMap(fieldsWithFiles);
  if (settings.files !== undefined) {
    finderIn(settings.files);
    if (naming.length === 0) {
      note?.("No table of the export names files: the folder given with --files was not read.");
    }
    return;
  }
  const [first] = naming.filter(({ isLeft }) => !isLeft);
  if (first === undefined || settings.leaveFiles === true) return;
  const open = naming.filter(({ isLeft }) => !isLeft);
  const lines = open.map(
    ({ file, columns, entity }) => `  ${file}, ${columns.join(" + ")} (${entity})`,
  );
  throw new DecisionNeeded(
    `The export names files, such as scans and letters, and nobody said where they are:\n${lines.join("\n")}`,
    {
      cure: `Name their folder with --files DIR. To import the records without them, add --no-files, or set entities.${first.entity}.fields.${first.field}.bytes to "leave" in the mapping. Nothing was imported.`,
      asks: open.map(({ entity, field, file, columns }) => ({
        path: ["entities", entity, "fields", field, "bytes"],
        says: `${file}, column ${columns.join(" + ")}, names files: give their folder with --files DIR, or import the records without them`,
        choices: [choiceOf(["entities", entity, "fields", field, "bytes"], "leave")],
        isFree: false,
      })),
    },
  );
}

interface Naming {
  readonly file: string;
  readonly entity: string;
  readonly field: string;
  readonly columns: readonly string[];
  /** The mapping says that the files stay behind. */
  readonly isLeft: boolean;
}

function fieldsWithFiles({ file, importer, mapping, header }: FittedFile): Naming[] {
  return Object.entries(importer.fields).flatMap(([field, declared]): Naming[] => {
    const { columns = [], options = {} } = mapping.fields[field] ?? {};
    const isThere = columns.some((column) => header.includes(column));
    if (declared.file === undefined || !isThere) return [];
    const isLeft = options["bytes"] === "leave";
    return [{ file: file.name, entity: importer.entity, field, columns, isLeft }];
  });
}
