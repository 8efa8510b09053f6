import { alignColumns, grouped } from "../plain/columns.ts";

/** What is reported about a table copy. */
export interface CopyTold {
  readonly from: string;
  readonly where: string;
  readonly table: string;
  readonly created: boolean;
  readonly rows: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  readonly before: number;
  readonly after: number;
  readonly comparison: Comparison | undefined;
}

interface Finding {
  readonly outcome: string;
  readonly id: string;
  readonly place: string;
  readonly detail: string;
}

interface Comparison {
  readonly checks: readonly {
    readonly what: string;
    readonly older: string | number;
    readonly newer: string | number;
  }[];
  readonly agrees: boolean;
  readonly gone: number;
  readonly sample: readonly Sample[];
}

interface Sample {
  readonly id: string;
  readonly targetId: string;
  readonly older: readonly unknown[];
  readonly newer: readonly unknown[];
}

/** Which older column became which. */
export interface CopyNames {
  /** What people call the application. */
  readonly application: string;
  readonly columns: readonly { readonly name: string; readonly from: string }[];
  /** How a value of the sample is shown. */
  show(value: unknown): string;
}

/** As many as a person reads; `--json` has more. */
const SHOWN = 20;

/** What became of the rows, whether the tables agree, and some of them side by side. */
export function copyText(told: CopyTold, names: CopyNames): string {
  const { counts, from, table, before, after } = told;
  const shown = outcomesIn(names.application).filter(
    ([outcome], at) => at < ALWAYS || (counts[outcome] ?? 0) > 0,
  );
  const head = ["", "rows", ...shown.map(([, word]) => word), `${table} before -> after`];
  const row = [from, told.rows, ...shown.map(([outcome]) => counts[outcome] ?? 0)];
  const grew = `${grouped(before)} -> ${grouped(after)}`;
  const lines = [
    ...alignColumns([head, [...row, grew]]),
    ...findingLines(told),
    ...comparisonLines(told, names.columns.length),
    ...sampleLines(told, names),
  ];
  return lines.join("\n");
}

const outcomesIn = (application: string) =>
  [
    ["copied", "copied"],
    ["left", "left as they are"],
    ["updated", "updated"],
    ["changed", "changed since"],
    ["conflict", "changed in both"],
    ["edited", `edited in ${application}`],
    ["deleted", `deleted in ${application}`],
    ["rejected", "rejected"],
  ] as const;

/** The first of them are shown even if there are none. */
const ALWAYS = 2;

function findingLines({ findings, from, comparison }: CopyTold): string[] {
  const gone = comparison?.gone ?? 0;
  const goneLine = `Gone from ${from} since: ${grouped(gone)} that were copied before; the copies stay.`;
  const shown = findings.slice(0, SHOWN).map(({ outcome, id, place, detail }) => {
    return [`  ${outcome}`, `id ${id || "none"}`, place, detail];
  });
  const more = findings.length > SHOWN ? ["  ... --json lists more"] : [];
  return [
    ...(gone > 0 ? ["", goneLine] : []),
    ...(shown.length > 0 ? ["", ...alignColumns(shown), ...more] : []),
  ];
}

function comparisonLines({ comparison }: CopyTold, columns: number): string[] {
  if (comparison === undefined) return [];
  const { checks, agrees } = comparison;
  const rows = checks.find(({ what }) => what === "rows")?.older ?? 0;
  if (agrees) {
    return [
      "",
      `Compared: ${grouped(Number(rows))} ${Number(rows) === 1 ? "row" : "rows"}, ${columns} columns by digest, foreign keys: all agree.`,
    ];
  }
  const differ = checks.filter(({ older, newer }) => older !== newer);
  const lines = differ.map(({ what, older, newer }) => [`  ${what}`, String(older), String(newer)]);
  return ["", "The tables differ:", ...alignColumns([["", "older", "new"], ...lines])];
}

function sampleLines(
  { comparison, from, table }: CopyTold,
  { columns, show }: CopyNames,
): string[] {
  return (comparison?.sample ?? []).flatMap(({ id, targetId, older, newer }) => {
    const rows = columns.map(({ name, from: before }, at) => [
      ...[`  ${before}`, show(older[at] ?? null), name, show(newer[at] ?? null)],
    ]);
    return ["", `${from} ${id} -> ${table} ${targetId}`, ...alignColumns(rows)];
  });
}

/** What a person has still to do after the copy. */
export interface StillToDo {
  readonly inDatabase: readonly { readonly what: string; readonly name: string }[];
  readonly inCode: readonly { readonly file: string; readonly line: number }[];
  /** There are more than were looked for. */
  readonly cut: boolean;
  /** The command that drops the older table; undefined if it is gone. */
  readonly drop: string | undefined;
}

/** The rest of the work: what names the older table, and how it is dropped. */
export function stillToDoText(from: string, todo: StillToDo): string {
  const { inDatabase, inCode, cut, drop } = todo;
  const places = inCode.slice(0, SHOWN).map(({ file, line }) => [`  ${file}:${line}`, "names it"]);
  const more = inCode.length > SHOWN ? [`  ... and ${inCode.length - SHOWN} more lines`] : [];
  const lines = [
    ...alignColumns([
      ...inDatabase.map(({ what, name }) => [`  ${name}`, `a ${what} that names it`]),
      ...places,
    ]),
    ...more,
    ...(cut ? ["  The project is too large to be searched completely."] : []),
    ...(drop === undefined ? [] : [`  then drop it:  ${drop}`]),
  ];
  if (lines.length === 0) return `Nothing refers to ${from} any more.`;
  return [`Still to do for ${from}:`, ...lines].join("\n");
}
