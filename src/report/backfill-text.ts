import { alignColumns, grouped } from "../plain/columns.ts";

/** How the rows of one table are called. */
interface Survey {
  readonly rows: number;
  readonly prefixed: number;
  readonly legacy: number;
  readonly malformed: number;
  readonly malformedRows: readonly string[];
  readonly missingImported: number;
  readonly missingOwn: number;
}

interface BackfilledTable {
  readonly entity: string;
  readonly before: Survey;
  readonly after: Survey;
  readonly derived: number;
  readonly made: number;
  readonly clashes: number;
}

const lacking = ({ missingImported, missingOwn }: Survey): number => missingImported + missingOwn;

/** What a backfill did, or would do: a line for each table, counts before and after. */
export function backfillText(tables: readonly BackfilledTable[], mode: "write" | "look"): string {
  const head = [
    ...["", "rows", "with prefix", "legacy CUID", "derived", "new", "lacking before -> after"],
  ];
  const rows = tables.map(({ entity, before, after, derived, made }) => [
    ...[entity, after.rows, before.prefixed, before.legacy],
    ...(mode === "look" ? [before.missingImported, before.missingOwn] : [derived, made]),
    `${grouped(lacking(before))} -> ${grouped(mode === "look" ? 0 : lacking(after))}`,
  ]);
  const notes = tables.flatMap(({ entity, after, clashes }) => [
    ...(clashes === 0
      ? []
      : [`${entity}: ${grouped(clashes)} ids were already in use; new ones were made.`]),
    ...malformedLines(entity, after),
  ]);
  return [...alignColumns([head, ...rows]), ...(notes.length === 0 ? [] : ["", ...notes])].join(
    "\n",
  );
}

function malformedLines(entity: string, { malformed, malformedRows }: Survey): string[] {
  if (malformed === 0) return [];
  const more = malformed > malformedRows.length ? ", ..." : "";
  return [
    `${entity}: ${grouped(malformed)} ${malformed === 1 ? "row has" : "rows have"} an invalid public_id, which was kept: ${malformedRows.join(", ")}${more}`,
    "  Correct these cells, or set them to null, and run this again.",
  ];
}
