import type { Database } from "../db/database.ts";
import { RECORDS } from "./ledger-tables.ts";
import type { RecordName } from "./merge.ts";
import { allVerdicts, lastVerdicts } from "./verdicts/verdict-ledger.ts";

/** The records that share a person's row with one, and the people who said so; none where an export's links did. */
export interface JoinedWith {
  readonly others: readonly RecordName[];
  readonly said: readonly { readonly by: string; readonly at: string; readonly run: string }[];
}

/** Undefined if the record's row is its own alone. */
export function joinedWith(
  db: Database,
  { legacySystem, record, personId }: JoinedOf,
): JoinedWith | undefined {
  const found = db
    .prepare(
      `select space, legacy_id from ${RECORDS} where person_id = ? and legacy_system = ? order by id`,
    )
    .all([personId, legacySystem])
    .map(([space, legacyId]) => ({ space: String(space), legacyId: String(legacyId) }));
  const isOf = (one: RecordName) => (other: RecordName) =>
    one.space === other.space && one.legacyId === other.legacyId;
  if (!found.some(isOf(record))) return undefined;
  const said = [...lastVerdicts(allVerdicts(db, legacySystem)).values()].flatMap((one) => {
    const { a, b, verdict, by, at, run, isUndone } = one;
    const holds = verdict === "same" && run !== null && !isUndone;
    return holds && found.some(isOf(a)) && found.some(isOf(b)) ? [{ by, at, run }] : [];
  });
  return { others: found.filter((one) => !isOf(record)(one)), said };
}

interface JoinedOf {
  readonly legacySystem: string;
  readonly record: RecordName;
  readonly personId: string;
}
