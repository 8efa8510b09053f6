import type { HealthWords } from "../../../importers/define-vocabulary.ts";
import { splitHeader } from "../../assess/propose/split-header.ts";
import {
  type AsideColumn,
  columnsAside,
  filledText,
  isDecided,
  type UnmappedSettings,
} from "../../mapping/aside/aside.ts";
import { countCells } from "../../mapping/aside/count-aside.ts";
import type { Fit, FittedFile } from "../../mapping/fit.ts";
import type { Ask } from "../../plain/ask.ts";
import { DecisionNeeded } from "../../plain/errors.ts";

/** Whether a column is called as one of health data is: an allergy, a blood group, a date of death. */
export function isOfHealth(header: string, known: HealthWords): boolean {
  const words = splitHeader(header);
  const whole = words.join("");
  return (
    words.some((word) => known.words.has(word)) || known.parts.some((one) => whole.includes(one))
  );
}

/**
 * Asks who leaves out columns of health data that hold anything.
 *
 * @throws DecisionNeeded that names them
 */
export async function checkHealth(
  { files, mapping }: Pick<Fit, "files" | "mapping">,
  settings: UnmappedSettings,
  known: HealthWords,
): Promise<void> {
  const lines: string[] = [];
  const asks: Ask[] = [];
  let first: { readonly entity: string; readonly column: string } | undefined;
  for (const fitted of files) {
    const open = columnsAside(fitted, mapping, settings).filter(
      (column) => isOpen(column) && isOfHealth(column.name, known),
    );
    const counts = await countCells(fitted, open, mapping);
    for (const [nth, { name }] of open.entries()) {
      if (counts[nth] === 0) continue;
      const { entity } = fitted.importer;
      first ??= { entity, column: name };
      lines.push(`  ${fitted.file.name}, ${name}: ${filledText(counts[nth] ?? 0)} (${entity})`);
      asks.push(askAbout(fitted, name, counts[nth] ?? 0));
    }
  }
  if (first === undefined) return;
  const entry = JSON.stringify({ column: first.column, by: "NAME", why: "REASON" });
  throw new DecisionNeeded(
    `Columns of health data are left out, but the mapping does not say who decided it:\n${lines.join("\n")}`,
    {
      cure: `Keep them (remove them from "ignore" and set "unmapped": "keep"), or say in the mapping who leaves each out and why: under entities.${first.entity}.ignore  ${entry}. Nothing was imported.`,
      asks,
    },
  );
}

function askAbout({ importer, mapping, file }: FittedFile, column: string, count: number): Ask {
  const path = ["entities", importer.entity, "ignore"];
  const isListed = mapping.ignore.some((one) => one.column === column);
  const keep = { label: "keep it", writes: [{ path, column }] };
  return {
    path,
    says: `${file.name}, column ${column}, with ${filledText(count)}, is of health data and left out, and the mapping does not say who decided it`,
    choices: [
      { label: "leave it out", isSigned: true, writes: [{ path, column, value: { column } }] },
      ...(isListed ? [keep] : []),
    ],
    isFree: false,
  };
}

const isOpen = (column: AsideColumn): boolean => column.fate === "left out" && !isDecided(column);
