import type { DecisionLock, LockedDecision } from "./decision-lock.ts";
import { isSaid, PROOFS } from "./questions.ts";

/** Where an export is not what was decided about an earlier one. */
export interface Contradiction {
  readonly entity: string;
  /** Null where a whole entity's columns are meant. */
  readonly field: string | null;
  /** What the lock says, and what the export says: one sentence, no value. */
  readonly says: string;
  /** A word that cells hold and that the mapping does not treat as empty. */
  readonly nullToken?: string;
}

/** What of an export contradicts the decisions that are locked. Both locks are of the same mapping. */
export function contradictions(before: DecisionLock, now: DecisionLock): Contradiction[] {
  return [...columnNews(before, now), ...now.decisions.flatMap((one) => fieldNews(before, one))];
}

function columnNews(before: DecisionLock, now: DecisionLock): Contradiction[] {
  const entities = [...new Set(now.files.map(({ entity }) => entity))];
  return entities.flatMap((entity) => {
    const [were, are] = [columnsOf(before, entity), columnsOf(now, entity)];
    // An entity that is there for the first time contradicts nothing.
    if (were.length === 0) return [];
    const gone = were.filter((column) => !are.includes(column));
    const come = are.filter((column) => !were.includes(column));
    const parts = [
      ...(gone.length > 0 ? [`${plural(gone, "has", "have")} vanished`] : []),
      ...(come.length > 0 ? [`${plural(come, "is", "are")} new`] : []),
    ];
    return parts.length === 0 ? [] : [{ entity, field: null, says: parts.join(", ") }];
  });
}

const columnsOf = ({ files }: DecisionLock, entity: string): string[] => [
  ...new Set(files.filter((file) => file.entity === entity).flatMap(({ columns }) => columns)),
];

const plural = (columns: readonly string[], one: string, several: string): string => {
  const names = columns.map((column) => `"${column}"`).join(", ");
  return columns.length === 1 ? `column ${names} ${one}` : `columns ${names} ${several}`;
};

function fieldNews(before: DecisionLock, now: LockedDecision): Contradiction[] {
  const { entity, field } = now;
  const known = before.decisions.find((one) => one.entity === entity && one.field === field);
  if (known === undefined || known.cells === 0) return [];
  const news = [newReading(known, now), newCodes(known, now), refusedNow(known, now)];
  return [
    ...news.flatMap((says) => (says === undefined ? [] : [{ entity, field, says }])),
    ...newTokens(known, now).map((found) => Object.assign({ entity, field }, found)),
  ];
}

/** Cells prove a reading that the mapping does not have, and that none proved before. */
function newReading(known: LockedDecision, now: LockedDecision): string | undefined {
  const provedBefore = (reading: string) =>
    known.readings.find((one) => one.reading === reading)?.proves ?? 0;
  const found = now.readings.find(
    ({ reading, proves }) =>
      proves >= PROOFS &&
      provedBefore(reading) < PROOFS &&
      !isSaid(reading, { options: now.decided }, now),
  );
  if (found === undefined || now.subject === "codes") return undefined;
  const { reading, proves } = found;
  return `the lock says ${lockSays(known)}; ${proves} cells now prove ${reading}`;
}

function lockSays({ readings, evidence }: LockedDecision): string {
  const [best] = readings.toSorted((one, other) => other.proves - one.proves);
  if (best === undefined || best.proves === 0) return evidence || "nothing";
  return `${best.reading} on ${best.proves} proofs`;
}

function newCodes(known: LockedDecision, now: LockedDecision): string | undefined {
  if (now.subject !== "codes" || now.refusedKinds <= known.refusedKinds) return undefined;
  const kinds = now.refusedKinds - known.refusedKinds;
  const codes = kinds === 1 ? "1 code" : `${kinds} codes`;
  return `${codes} new, and not in the mapping, in ${now.refused} of ${now.cells} cells`;
}

function refusedNow(known: LockedDecision, now: LockedDecision): string | undefined {
  if (now.subject === "codes") return undefined;
  if (now.refused * 2 <= now.cells || known.refused * 2 > known.cells) return undefined;
  return `${now.refused} of ${now.cells} cells cannot be read as the mapping says; before, ${known.refused} of ${known.cells}`;
}

function newTokens(
  known: LockedDecision,
  now: LockedDecision,
): Pick<Contradiction, "says" | "nullToken">[] {
  const found = Object.entries(now.nullTokens).find(
    ([token, count]) => count >= PROOFS && (known.nullTokens[token] ?? 0) === 0,
  );
  if (found === undefined) return [];
  const [nullToken, cells] = found;
  const says = `${cells} cells are ${nullToken}, which the mapping does not treat as empty; before, there were none`;
  return [{ says, nullToken }];
}
