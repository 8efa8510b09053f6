import type { Importer } from "../../../importers/define.ts";
import { nearestHint } from "../../plain/nearest.ts";
import { at } from "../undecided.ts";
import { declaredImporters, type Spaces, spacedImporters } from "./space-importers.ts";

/** The importers that a mapping's text is read for: its spaces have the fields of the entity that they are of. */
export interface WrittenSpaces {
  readonly importers: readonly Importer[];
  /** What is wrong with them, one line a key. */
  readonly faults: readonly string[];
}

/** It becomes the name of files, and the first part of codes. */
const SPACE_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

export function writtenSpaces(written: unknown, importers: readonly Importer[]): WrittenSpaces {
  const declared = declaredImporters(importers);
  const spaces: Record<string, Spaces[string]> = {};
  const faults: string[] = [];
  const known = declared.flatMap(({ entity, partOf }) => (partOf === undefined ? entity : []));
  for (const [name, entity] of Object.entries(at(written, ["entities"]) ?? {})) {
    const as = at(entity, ["as"]);
    if (as === undefined) continue;
    if (typeof as !== "string" || !known.includes(as)) {
      const hint = typeof as === "string" ? nearestHint(as, known) : "";
      faults.push(`  entities.${name}.as: is no entity${hint}`);
    } else if (!SPACE_NAME.test(name)) {
      faults.push(`  entities: "${name}" is no name: use letters, digits and _, 64 at most`);
    } else {
      // A space that only says what it is anyway is the entity itself.
      spaces[name] = { as };
    }
  }
  if (Object.keys(spaces).length === 0) return { importers: declared, faults };
  return { importers: spacedImporters(declared, spaces, ""), faults };
}
