import type { AsideSummary, EntitySummary, RunSummary } from "../ledger/run-summary.ts";
import { counted, grouped } from "../plain/columns.ts";

/** What has no place in the application: columns that are in the ledger all the same, and what was left out. */
export function asideNotes(
  { entities, files, lookups = [], ignored, committed }: RunSummary,
  application: string,
): string[] {
  const ofColumns = files.flatMap(({ file: name, entity, columnsAside = [] }) => {
    const isShared = files.filter((one) => one.file === name).length > 1;
    const file = isShared ? `${name} (${entity})` : name;
    const kept = columnsAside.filter(({ fate }) => fate === "kept").map(countedText);
    const left = columnsAside.filter(({ fate }) => fate === "left out").map(leftOutText);
    return [
      ...(kept.length > 0
        ? [
            `${file}: no column of its own in ${application}, kept in the ledger: ${kept.join(", ")}.`,
          ]
        : []),
      ...(left.length > 0 ? [`${file}: left out: ${left.join(", ")}.`] : []),
    ];
  });
  const newlyKept = Object.entries(entities)
    .filter(([, { unmapped }]) => committed && unmapped > 0)
    .map(([entity, { unmapped }]) => {
      const records = counted(unmapped, "record");
      return `${entity}: unmapped cells of ${records} kept, new or changed.`;
    });
  const removed = Object.entries(entities).flatMap(([entity, one]) => {
    const rows = one.removed ?? 0;
    if (rows === 0) return [];
    const what = rows === 1 ? "1 row was" : `${grouped(rows)} rows were`;
    return `${entity}: ${what} taken out, as the records that they belong to have them no more.`;
  });
  const numbers = Object.entries(entities).flatMap(([entity, one]) =>
    numberNotes(one).map((note) => `${entity}: ${note}`),
  );
  const imported = new Set(files.map((one) => one.file));
  const notTaken = lookups
    // What a file of an entity has besides is told with the file.
    .filter(({ file, columnsNotImported }) => columnsNotImported.length > 0 && !imported.has(file))
    .map(({ file, columnsNotImported }) => {
      const columns = columnsNotImported.map((one) => countedText(one));
      return `${file}: used for look-ups only; left out: ${columns.join(", ")}.`;
    });
  const notRead = ignored.flatMap(({ name, held }) =>
    held ? [`${name}: left out: ${grouped(held.records)} records, ${filled(held.cells)}.`] : [],
  );
  return [...newlyKept, ...removed, ...numbers, ...ofColumns, ...notTaken, ...notRead];
}

/** What is out of order among numbers that people see. */
export function numberNotes({ numbersFree: free = 0, numbersStrayed: strayed = 0 }: NumberCounts) {
  const between = "is free between others: the next of its period gets it";
  const many = "are free between others: the next of their periods get them";
  const records = strayed === 1 ? "record keeps its number" : "records keep their numbers";
  return [
    ...(free > 0
      ? [`${grouped(free)} ${free === 1 ? `number ${between}` : `numbers ${many}`}.`]
      : []),
    ...(strayed > 0
      ? [`${grouped(strayed)} ${records}, although the day is of another period now.`]
      : []),
  ];
}

type NumberCounts = Pick<EntitySummary, "numbersFree" | "numbersStrayed">;

const filled = (cells: number): string =>
  `${grouped(cells)} filled ${cells === 1 ? "cell" : "cells"}`;

const countedText = ({ column, cells }: Pick<AsideSummary, "column" | "cells">): string =>
  cells === null ? column : `${column} (${filled(cells)})`;

function leftOutText({ by, why, ...column }: AsideSummary): string {
  const who = by === null ? "nobody is named" : `by ${by}`;
  return `${countedText(column)} ${why === null ? who : `${who}: ${why}`}`;
}
