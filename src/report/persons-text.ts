import type { DbValue } from "../db/database.ts";
import type { Terms } from "../ledger/person-terms.ts";
import type { Candidate } from "../persons/candidates/candidate.ts";
import type { Joined } from "../persons/join.ts";
import { wordsOf } from "../persons/likeness/score-pair.ts";
import { alignColumns, counted, grouped, minuteOf } from "../plain/columns.ts";
import { oneLine } from "../plain/visible.ts";

/** Why two records may be one person, in one line without values: `same name, same birth date; twins?`. */
export function reasonsOf({ shares, guards }: Pick<Candidate, "shares" | "guards">): string {
  const words = shares.map(wordsOf).filter((one) => one !== "");
  const doubts = guards.map(({ guard }) => `${guard}?`);
  return [words.join(", "), ...doubts].join("; ");
}

/** A number of bits with its sign: `+11.2`. */
export const bitsText = (bits: number): string =>
  `${bits < 0 ? "-" : "+"}${Math.abs(bits).toFixed(1)}`;

/** What each trait adds, and where that leads. */
export function waterfallText({ prior, shares, guards, bits }: Candidate): string[] {
  const rows = [
    ["  before they are looked at", bitsText(prior)],
    ...shares.map((share) => [
      `  ${wordsOf(share) || `same ${share.trait}`}`,
      bitsText(share.bits),
    ]),
    ...guards.map(({ guard, bits: own }) => [`  may be: ${guard}`, bitsText(own)]),
    ["  together", bitsText(bits)],
  ];
  return alignColumns(rows);
}

/** What joining has come to, every term of it. */
export function termsText({ terms, findings }: Pick<Joined, "terms" | "findings">): string {
  const lines = terms.flatMap((one) => termLines(one));
  const told = findings.map(({ code, from, to }) =>
    oneLine(`  ${code}: ${from.space}/${from.legacyId} and ${to.space}/${to.legacyId}`),
  );
  return [...lines, ...(told.length > 0 ? ["", "To look at:", ...told] : [])].join("\n");
}

function termLines(terms: Terms): string[] {
  const { merge, records, unions, persons, linked, alone, rows } = terms;
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  const parts = Object.entries(records).map(([space, count]) => `${space} ${grouped(count)}`);
  const alike = Object.entries(alone).map(([space, count]) => `${space} alone ${grouped(count)}`);
  const moved = Object.entries(terms.repointed).map(
    ([table, count]) => `${grouped(count)} ${table}`,
  );
  const absorbed = sum(terms.absorbed);
  return [
    oneLine(`${merge}: ${parts.join(" + ")} = ${counted(sum(records), "record")}`),
    `  persons ${grouped(persons)} = ${grouped(sum(records))} - ${grouped(unions)} = linked ${grouped(linked)} + ${alike.join(" + ")}`,
    ...Object.entries(terms.links).map(([name, one]) => oneLine(`  ${name}: ${linkTerms(one)}`)),
    ...(terms.reviewed ? [`  said by people: ${linkTerms(terms.reviewed)}`] : []),
    ...(moved.length > 0 ? [oneLine(`  lead to the person now: ${moved.join(", ")}`)] : []),
    ...(absorbed > 0 ? [`  became one with a row that the person had: ${grouped(absorbed)}`] : []),
    `  rows in the application: ${grouped(rows.before)} -> ${grouped(rows.after)}`,
  ];
}

const linkTerms = (one: Terms["links"][string]): string =>
  `${grouped(one.declared)} = joined ${grouped(one.joined)} + redundant ${grouped(one.redundant)} + dangling ${grouped(one.dangling)} + contested ${grouped(one.contested)} + refused ${grouped(one.refused)}`;

/** When something was said and by whom. */
export const saidBy = ({ by, at }: { readonly by: string; readonly at: string }): string =>
  `${by}, ${minuteOf(at)} UTC`;

/** A cell as text; null where there is nothing. */
export function cellText(value: DbValue): string | null {
  if (value === null) return null;
  return Buffer.isBuffer(value) ? `${grouped(value.length)} bytes` : String(value);
}
