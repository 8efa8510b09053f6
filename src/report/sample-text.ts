import type { SampledEntity, SampleResult } from "../chain/sample-book.ts";
import type { ShownCell, ShownRecord } from "../chain/shown-record.ts";
import type { DbValue } from "../db/database.ts";
import { alignColumns, grouped, minuteOf } from "../plain/columns.ts";
import { oneLine } from "../plain/visible.ts";

/** How far the check of a sample is, entity by entity. */
export function sampleText(result: SampleResult): string {
  const head = ["", "records", "drawn", "right", "wrong", "open", ""];
  const rows = result.entities.map((one) => [one.entity, ...countsOf(one), one.result ?? ""]);
  const wrong = result.wrong.map(({ n, entity, remark, who }) =>
    oneLine(`  wrong  ${n}  ${entity}: ${remark} (${who})`),
  );
  const why = result.entities.flatMap(({ entity, harm }) =>
    harm === null ? [] : [`  ${entity}: ${harm}`],
  );
  const draws = result.earlierDraws === 0 ? "" : `, after ${result.earlierDraws} other draws`;
  return [
    `Sample drawn on ${minuteOf(result.drawnAt)} UTC by the seed ${oneLine(result.seed)}${draws}`,
    "",
    ...alignColumns([head, ...rows]),
    ...(wrong.length > 0 ? ["", ...wrong] : []),
    ...(why.length > 0 ? ["", "More are drawn where a wrong record harms a patient:", ...why] : []),
  ].join("\n");
}

const countsOf = ({ population, drawn, right, wrong, open }: SampledEntity): string[] =>
  [population, drawn, right, wrong, open].map(grouped);

/** How cells are shown: as they are, or by their shape. */
export type ShowCell = (value: string) => string;

/** One record of the sample, old beside new. */
export function recordText(shown: ShownRecord, show: ShowCell): string {
  const { n, entity, legacyId, file, record, line, run, table, pairs, aside, unread, notes } =
    shown;
  const cell = ({ column, value, was }: ShownCell): string =>
    oneLine(`${column}: ${show(value)}${was === undefined ? "" : ` (was ${show(was)})`}`);
  const rows = pairs.map((one) => [
    `  ${one.column}`,
    one.cells.map(cell).join(" | ") || "-",
    oneLine(one.refersTo ?? valueText(one.now, show)),
  ]);
  const rest = aside.map((one) => `  ${cell(one)}`);
  return [
    `${n}  ${entity} ${oneLine(show(legacyId))}  (${oneLine(file)} record ${record}, line ${line}; run ${run})`,
    ...alignColumns([["  column", "export", table], ...rows]),
    ...(rest.length > 0 ? ["Cells that fill no column:", ...rest] : []),
    ...unread.map((why) => oneLine(`The cells of the export cannot be shown: ${why}`)),
    ...notes.map(oneLine),
    ...stateLines(shown),
  ].join("\n");
}

function stateLines({ state, last }: ShownRecord): string[] {
  if (state === "gone") return ["Its row is no longer in the application."];
  if (last === null) return [];
  const said = oneLine(
    `${last.verdict} (${last.who}, ${minuteOf(last.at)} UTC) ${last.remark}`.trim(),
  );
  return [state === "void" ? `Was ${said}; it has changed since, and is open again.` : said];
}

function valueText(value: DbValue, show: ShowCell): string {
  if (value === null) return "(none)";
  if (Buffer.isBuffer(value)) return `(${grouped(value.length)} bytes)`;
  return value === "" ? "(empty)" : show(String(value));
}
