import type { RowDeviation } from "../chain/compare-rows.ts";
import type { OpenPoint, SignOff } from "../chain/sign-off.ts";
import type { BrokenRows, Verification } from "../chain/verification.ts";
import { alignColumns, grouped, minuteOf } from "../plain/columns.ts";
import { oneLine } from "../plain/visible.ts";

/** What is open, point by point. */
export function openText(open: readonly OpenPoint[]): string {
  if (open.length === 0) return "Nothing is open.";
  const head = open.length === 1 ? "1 point is open:" : `${open.length} points are open:`;
  return [head, ...open.map(({ text }) => oneLine(`  ${text}`))].join("\n");
}

/** What was signed. */
export function signedText({ signed, open, figures, digest }: SignOff): string {
  const { total, legacySystem, application } = figures.standing;
  const rows = figures.tables.reduce((sum, one) => sum + one.rows, 0);
  const points = open.length === 1 ? "1 open point" : `${open.length} open points`;
  return [
    `Signed by ${oneLine(signed.by)}, ${oneLine(signed.role)}, on ${minuteOf(signed.at)} UTC${open.length === 0 ? "" : `, with ${points}`}.`,
    `${oneLine(legacySystem)} into ${oneLine(application)}: ${grouped(total.in)} of ${grouped(total.records)} records in, ${grouped(rows)} rows in ${figures.tables.length} tables.`,
    ...(open.length === 0 ? [] : [openText(open)]),
    `Digest  ${digest}`,
  ].join("\n");
}

/** As many as a person reads; `--json` has them all. */
const SHOWN = 20;

/** What of a sign-off holds, and what does not. */
export function verificationText(found: Verification): string {
  const { signed, broken, rows, compared, runsSince, holds } = found;
  const who = `Signed by ${oneLine(signed.by)}, ${oneLine(signed.role)}, on ${minuteOf(signed.at)} UTC.`;
  if (holds) {
    return [who, `All of it holds: ${grouped(compared)} rows were read again.`].join("\n");
  }
  const lines = broken.slice(0, SHOWN).map(({ what, text, signed: was, now }) => {
    const how = what === "differs" ? "DIFFERS" : "CANNOT BE RECOMPUTED";
    const values =
      was === undefined && now === undefined ? "" : `${was ?? "none"} -> ${now ?? "none"}`;
    return [`  ${how}`, oneLine(text), oneLine(values)];
  });
  const differ = broken.filter(({ what }) => what === "differs").length;
  const head =
    differ === 0
      ? "Nothing differs, but not all of it can be recomputed:"
      : `Changed since it was signed: ${grouped(differ)} ${differ === 1 ? "figure differs" : "figures differ"}.`;
  return [
    who,
    head,
    ...(runsSince.length > 0 ? [`Runs since: ${runsSince.join(", ")}`] : []),
    ...rows.flatMap(rowLines),
    ...alignColumns(lines),
    ...(broken.length > SHOWN ? ["  ... --json lists more"] : []),
  ].join("\n");
}

function rowLines({ entity, table, key, count, rows }: BrokenRows): string[] {
  const head = `${grouped(count)} ${count === 1 ? "row" : "rows"} of ${table}${entity === undefined ? " that this import did not write" : ` (${entity})`}:`;
  const lines = rows.slice(0, SHOWN).map((row) => rowLine(row, { table, key }));
  const more = count > SHOWN ? ["  ... --json lists more"] : [];
  return [head, ...alignColumns(lines), ...more];
}

function rowLine(
  { what, key, legacyId, columns }: RowDeviation,
  of: Pick<BrokenRows, "table" | "key">,
): string[] {
  return [
    `  ${what}`,
    key === null ? "" : oneLine(`${of.key} ${key}`),
    legacyId === null ? "" : oneLine(`legacy number ${legacyId}`),
    columns.map((column) => `${of.table}.${column}`).join(", "),
  ];
}

/** What is known of the last signature of a legacy system without reading every row. */
export interface SignatureLine {
  readonly legacySystem: string;
  /** Why it cannot be read; null if it can. */
  readonly unreadable: string | null;
  readonly by: string;
  readonly role: string;
  readonly at: string;
  readonly openPoints: number;
  /** Whether something that was signed is known to be otherwise by now. */
  readonly isChanged: boolean;
  readonly isEdited: boolean;
  readonly runsSince: readonly string[];
  /** When it was verified last since; null if it was not. */
  readonly verifiedAt: string | null;
}

/** One line: who signed, with what open, and whether it is known to have changed. */
export function signatureLine(line: SignatureLine): string {
  const { legacySystem, unreadable, by, role, at, openPoints, isChanged, verifiedAt } = line;
  if (unreadable !== null)
    return oneLine(`${legacySystem}: the sign-off cannot be read. ${unreadable}`);
  const open =
    openPoints === 0 ? "" : `, with ${openPoints} open ${openPoints === 1 ? "point" : "points"}`;
  const verified =
    verifiedAt === null ? "not verified since" : `verified on ${minuteOf(verifiedAt)} UTC`;
  const state = isChanged ? `CHANGED SINCE (${whyChanged(line)})` : verified;
  return oneLine(
    `${legacySystem}: signed on ${minuteOf(at)} UTC by ${by}, ${role}${open}; ${state}`,
  );
}

function whyChanged({ isEdited, runsSince, verifiedAt }: SignatureLine): string {
  if (isEdited) return "the file was edited";
  if (runsSince.length > 0) return `runs: ${runsSince.join(", ")}`;
  return `found on ${minuteOf(verifiedAt ?? "")} UTC`;
}
