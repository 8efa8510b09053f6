import { askOf } from "../plain/ask.ts";
import { DecisionNeeded } from "../plain/errors.ts";
import type { Candidate } from "./candidates.ts";
import { namingFile } from "./column-choices.ts";

// What fits more than one thing, or is hidden, is decided by a person.

interface Sheet {
  readonly file: { readonly name: string };
  readonly importer: { readonly entity: string };
}

export const severalMappings = (names: readonly string[]): DecisionNeeded =>
  new DecisionNeeded(`The export fits several mappings: ${names.join(", ")}.`, {
    cure: "Say which with --mapping.",
  });

/** @param fitting the entities that the file may be */
export function severalEntities(
  file: string,
  fitting: readonly Pick<Candidate, "entity" | "fitted">[],
): DecisionNeeded {
  const entities = fitting.map(({ entity }) => entity);
  const says = `${file} fits several entities: ${entities.join(", ")}`;
  const choices = fitting.map(({ entity, fitted }) => namingFile(entity, file, fitted.mapping));
  const path = ["entities", entities[0] ?? "", "file"];
  return new DecisionNeeded(`${says}.`, {
    cure: 'Name the file in the mapping with "file", under its entity; or under each, if its records are of several.',
    asks: [{ path, says, choices, isFree: false }],
  });
}

/** What people who work with a book do not see is not taken for data unless somebody says so. */
export function askOfHidden(hidden: readonly Sheet[]): DecisionNeeded {
  const lines = hidden.map(({ file, importer }) => `  ${file.name} as ${importer.entity}`);
  const [first] = lines.length > 0 ? hidden : [];
  return new DecisionNeeded(`Hidden sheets would be imported:\n${lines.join("\n")}`, {
    cure: `For each, say under "reading" in the mapping whether to read it: "${first?.file.name}": { "hidden": "read" }, or "skip".`,
    asks: hidden.map(({ file, importer }) =>
      askOf(
        ["reading", file.name, "hidden"],
        `${file.name} is hidden, and would be imported as ${importer.entity}`,
        ["read", "skip"],
      ),
    ),
  });
}
