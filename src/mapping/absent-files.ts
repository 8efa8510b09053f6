import type { Importer } from "../../importers/define.ts";
import { askOf } from "../plain/ask.ts";
import { DecisionNeeded } from "../plain/errors.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Mapping } from "./mapping.ts";

/** A file that a mapping names for an entity, and the export lacks. */
export interface AbsentFile {
  readonly entity: string;
  readonly file: string;
}

/** The files that a mapping names for some entities, and that are not among those of an export. */
export function absentFiles(
  { entities }: Mapping,
  importers: readonly Importer[],
  files: readonly Pick<SourceFile, "name">[],
): AbsentFile[] {
  const there = new Set(files.map(({ name }) => name.toLowerCase()));
  return importers.flatMap(({ entity }) =>
    [entities[entity]?.file ?? []]
      .flat()
      .filter((name) => !there.has(name.toLowerCase()))
      .map((file) => ({ entity, file })),
  );
}

/**
 * An entity whose files may be lacking says so.
 *
 * @throws DecisionNeeded that names the files that others lack
 */
export function checkAbsent({ name, entities }: Mapping, absent: readonly AbsentFile[]): void {
  const needed = absent.filter(({ entity }) => entities[entity]?.optional !== true);
  const [first] = needed;
  if (first === undefined) return;
  const lines = needed.map(({ entity, file }) => `  ${file} of ${entity}`);
  throw new DecisionNeeded(
    `The export lacks files that the mapping ${name} names:\n${lines.join("\n")}`,
    {
      cure: `Add them to the export, import only the other entities with --only, or write "optional": true under entities.${first.entity} if an export may lack them. Nothing was imported.`,
      asks: needed.map(({ entity, file }) =>
        askOf(["entities", entity, "optional"], `the export lacks ${file} of ${entity}`, [true]),
      ),
    },
  );
}
