import { askOf } from "../plain/ask.ts";
import { DecisionNeeded } from "../plain/errors.ts";

// What fits more than one thing, or is hidden, is decided by a person.

interface Sheet {
  readonly file: { readonly name: string };
  readonly importer: { readonly entity: string };
}

export const severalMappings = (names: readonly string[]): DecisionNeeded =>
  new DecisionNeeded(`The export fits several mappings: ${names.join(", ")}.`, {
    cure: "Say which with --mapping.",
  });

export const severalEntities = (file: string, entities: readonly string[]): DecisionNeeded =>
  new DecisionNeeded(`${file} fits several entities: ${entities.join(", ")}.`, {
    cure: 'Name the file in the mapping with "file", under its entity; or under each, if its records are of several.',
  });

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
