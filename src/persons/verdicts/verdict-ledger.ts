import type { VERDICTS as WORDS } from "../../../shared/ledger-persons.ts";
import type { Database } from "../../db/database.ts";
import { canonicalJson } from "../../plain/canonical-json.ts";
import type { Candidate } from "../candidates/candidate.ts";
import { RUNS, VERDICTS } from "../ledger-tables.ts";
import type { Merge, RecordName } from "../merge.ts";

export type VerdictWord = (typeof WORDS)[number];

/** Traits and how far they agree: what a person was shown, without a value. */
export interface Evidence {
  readonly shares: readonly (readonly [trait: string, agreement: string])[];
  readonly guards: readonly string[];
}

/** What somebody said last of two records. */
export interface KeptVerdict {
  readonly id: number;
  readonly merge: string;
  readonly a: RecordName;
  readonly b: RecordName;
  readonly verdict: VerdictWord;
  readonly bits: number | null;
  /** As it was written down; null where nobody computed any. */
  readonly evidence: string | null;
  readonly by: string;
  readonly why: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The run that took it in; null until then. */
  readonly run: string | null;
  /** Whether that run was undone. */
  readonly isUndone: boolean;
}

export interface NewVerdict {
  readonly merge: string;
  readonly a: RecordName;
  readonly b: RecordName;
  readonly verdict: VerdictWord;
  readonly candidate: Candidate | undefined;
  readonly by: string;
  readonly why: string;
}

export function evidenceOf({ shares, guards }: Pick<Candidate, "shares" | "guards">): string {
  const evidence: Evidence = {
    shares: shares.map(({ trait, agreement }) => [trait, agreement]),
    guards: guards.map(({ guard }) => guard),
  };
  return canonicalJson(evidence);
}

/** Writes a verdict down, after all that were said before; the caller has the write lock. */
export function addVerdict(
  db: Database,
  legacySystem: string,
  { merge, a, b, verdict, candidate, by, why }: NewVerdict,
): void {
  db.prepare(
    `insert into ${VERDICTS} (legacy_system, merge, a_space, a_legacy_id, b_space, b_legacy_id,
       verdict, score, evidence, "by", why, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run([
    ...[legacySystem, merge, a.space, a.legacyId, b.space, b.legacyId, verdict],
    ...[candidate?.bits ?? null, candidate === undefined ? null : evidenceOf(candidate)],
    ...[by, why === "" ? null : why, new Date().toISOString()],
  ]);
}

const COLUMNS = `v.id, v.merge, v.a_space, v.a_legacy_id, v.b_space, v.b_legacy_id, v.verdict, v.score,
  v.evidence, v."by", v.why, v.at, r.name, v.undone_by_run_id is not null`;

/** All that was said, in the order in which it was said. */
export function allVerdicts(db: Database, legacySystem: string): KeptVerdict[] {
  const found = db.prepare(
    `select ${COLUMNS} from ${VERDICTS} v left join ${RUNS} r on r.id = v.run_id
     where v.legacy_system = ? order by v.id`,
  );
  return found.all([legacySystem]).map((row) => {
    const [id, merge, aSpace, aId, bSpace, bId, verdict, bits, evidence, by, why, at] = row;
    return {
      id: Number(id),
      merge: String(merge),
      a: { space: String(aSpace), legacyId: String(aId) },
      b: { space: String(bSpace), legacyId: String(bId) },
      verdict: verdict as VerdictWord,
      bits: bits === null ? null : Number(bits),
      evidence: evidence as string | null,
      by: String(by),
      why: why as string | null,
      at: String(at),
      run: row[12] as string | null,
      isUndone: Number(row[13]) === 1,
    };
  });
}

/** Of each pair, what was said of it last. */
export function lastVerdicts(all: readonly KeptVerdict[]): Map<string, KeptVerdict> {
  return new Map(all.map((one) => [pairKey(one), one]));
}

/** Names a pair of records. */
export const pairKey = ({ a, b }: { readonly a: RecordName; readonly b: RecordName }): string =>
  JSON.stringify([a.space, a.legacyId, b.space, b.legacyId]);

/** All that nobody has taken in yet goes in with this run. @returns how many */
export function takeVerdictsIn(
  db: Database,
  { legacySystem, runId }: { readonly legacySystem: string; readonly runId: number },
): number {
  const update = `update ${VERDICTS} set run_id = ? where legacy_system = ? and run_id is null`;
  return db.prepare(update).run([runId, legacySystem]);
}

/** What a run took in does not hold any more. */
export function takeVerdictsBack(db: Database, ofRunId: number, byRunId: number): number {
  const update = `update ${VERDICTS} set undone_by_run_id = ? where run_id = ? and undone_by_run_id is null`;
  return db.prepare(update).run([byRunId, ofRunId]);
}

/** It holds again: the undo that took it back is undone. */
export function giveVerdictsAgain(db: Database, byRunId: number): number {
  const update = `update ${VERDICTS} set undone_by_run_id = null where undone_by_run_id = ?`;
  return db.prepare(update).run([byRunId]);
}

/** Two records in the order of their merge: the place of the space, then the bytes of the legacy id. */
export function inMergeOrder(
  { spaces }: Pick<Merge, "spaces">,
  [one, other]: readonly [RecordName, RecordName],
): { readonly a: RecordName; readonly b: RecordName } {
  const place = spaces.indexOf(one.space) - spaces.indexOf(other.space);
  const order =
    place === 0 ? Buffer.compare(Buffer.from(one.legacyId), Buffer.from(other.legacyId)) : place;
  return order <= 0 ? { a: one, b: other } : { a: other, b: one };
}
