import type { Importer } from "../../../importers/define.ts";
import type { Ask } from "../../plain/ask.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import { keyLine } from "../../plain/key-line.ts";
import type { Mapping } from "../mapping-data.ts";
import { at } from "../undecided.ts";
import { declaredImporters, realmsOf } from "./space-importers.ts";

interface Asked {
  readonly name: string;
  readonly json: string;
  /** As it stands in the file. */
  readonly written: unknown;
  readonly entities: Mapping["entities"];
  readonly importers: readonly Importer[];
}

/**
 * The same id may be another record in each space: whose ids a column holds is for a person to say.
 *
 * @throws DecisionNeeded that names each field that leaves it open
 */
export function askOfSpaces({ name, json, written, entities, importers }: Asked): void {
  const open = openReferences(entities, importers);
  if (open.length === 0) return;
  const lines = open.map(({ path, of, among }) => {
    const { line } = keyLine(json, path);
    return `  ${name} line ${line}, ${path.join(".")}: ${says(of)}: "to": ${among.map((one) => `"${one}"`).join(" or ")}`;
  });
  throw new DecisionNeeded(`${name} leaves these decisions to you:\n${lines.join("\n")}`, {
    cure: `Write "to" beside the column of each field.`,
    asks: open.map(({ path, of, among }): Ask => {
      const field = at(written, path);
      return {
        path: [...path, "to"],
        says: says(of),
        isFree: false,
        choices: among.map((to) => ({ label: to, writes: [writing(path, field, to)] })),
      };
    }),
  });
}

const says = (of: string): string =>
  `its ids may be of several tables of ${of}: say of which one they are`;

/** A field that is written in short is written out. */
function writing(path: readonly string[], field: unknown, to: string) {
  if (typeof field === "string") return { path, value: { column: field, to } };
  if (Array.isArray(field)) return { path, value: { columns: field, to } };
  return { path: [...path, "to"], value: to };
}

function openReferences(entities: Mapping["entities"], importers: readonly Importer[]) {
  const realms = realmsOf(entities);
  const declared = declaredImporters(importers);
  return Object.entries(entities).flatMap(([entity, mapping]) => {
    if (mapping === undefined) return [];
    const own = declared.find((one) => one.entity === (mapping.as ?? entity));
    return Object.entries(own?.fields ?? {}).flatMap(([field, { reference }]) => {
      const among = realms.get(reference?.entity ?? "") ?? [];
      const written = mapping.fields[field];
      if (written === undefined || reference?.rows || among.length < 2) return [];
      if (written.options["to"] !== undefined) return [];
      const path = ["entities", entity, "fields", field];
      return [{ path, of: reference?.entity ?? "", among }];
    });
  });
}
