import { DecisionNeeded } from "../plain/errors.ts";

// What fits more than one thing is decided by a person.

export const severalMappings = (names: readonly string[]): DecisionNeeded =>
  new DecisionNeeded(`The export fits several mappings: ${names.join(", ")}.`, {
    cure: "Say which with --mapping.",
  });

export const severalEntities = (file: string, entities: readonly string[]): DecisionNeeded =>
  new DecisionNeeded(`${file} fits several entities: ${entities.join(", ")}.`, {
    cure: 'Name the file in the mapping with "file", under one entity: a file is read as one.',
  });
