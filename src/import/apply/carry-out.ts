import { getTableName } from "drizzle-orm";
import { ConstraintBroken } from "../../db/refused.ts";
import { wordsOfTrigger } from "../../db/triggers.ts";
import { contentHash, type StoredValue } from "../../digest/content-hash.ts";
import type { GivenNumber } from "../../ledger/number-ledger.ts";
import { hasCells } from "../../mapping/aside/unmapped-cells.ts";
import type { Candidate, Operation, Prior } from "../decide/decision.ts";
import { linkOf } from "../decide/resolve.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { EntityState } from "../state/entity-state.ts";
import { ownRow } from "../state/own-row.ts";

/** What writing came to. */
export type CarriedOut =
  | "done"
  /** The crosswalk has the legacy id: it was not looked up before. */
  | "taken"
  /** The crosswalk took no row and has none: the balance will not hold. */
  | "lost"
  /** The database refuses the row, with the constraint that it names. */
  | { readonly constraint: string };

/** Does what was decided of one record; a record that the database refuses leaves no trace. */
export function carryOut(
  state: EntityState,
  candidate: Candidate,
  operation: Operation,
): CarriedOut {
  const { record } = candidate;
  switch (operation.kind) {
    case "insert":
      return insert(state, candidate);
    case "insert again":
    case "update":
      return rewrite(state, candidate, operation);
    case "meet":
      keepCells(state, record, operation.prior);
      state.seen.add(operation.prior.row.id, record.record, record.line);
      return "done";
  }
}

function insert(state: EntityState, candidate: Candidate): CarriedOut {
  const { record } = candidate;
  const { legacyId } = record;
  if (legacyId === null) throw new TypeError("A record without a legacy id is never inserted.");
  const targetId = record.targetId ?? state.newTargetId(legacyId);
  const { values, derived } = record;
  const { numbers } = state;
  const given = numbers?.next(ownRow(state.compiled, { targetId, values }));
  const beside = given === undefined ? derived : besideOf(state.rows, { targetId, derived, given });
  const constraint = brokenBy(state, () => state.rows.insert(targetId, values, beside));
  if (constraint !== undefined) return { constraint };
  const row = { legacyId, targetId, contentHash: contentHash(record.hashes) };
  const isNew = state.crosswalk.add(row, state.ledgerPlace(state.placeOf(record)), record);
  if (!isNew) {
    state.rows.delete(targetId);
    return state.crosswalk.find(legacyId) === undefined ? "lost" : "taken";
  }
  if (given !== undefined) numbers?.keep(legacyId, given);
  if (hasCells(record)) state.tally.counters.unmapped++;
  return "done";
}

interface Numbered {
  readonly targetId: string;
  readonly derived?: readonly StoredValue[] | undefined;
  readonly given: readonly GivenNumber[];
}

/** What a new row has besides what the export fills. */
const besideOf = (
  rows: EntityState["rows"],
  { targetId, derived = rows.derivedFor(targetId), given }: Numbered,
): StoredValue[] => [...derived, ...given.map(({ value }) => value)];

type Rewrite = Extract<Operation, { readonly kind: "update" | "insert again" }>;

function rewrite(state: EntityState, { record }: Candidate, operation: Rewrite): CarriedOut {
  const { prior } = operation;
  const { id, targetId, contentHash: last } = prior.row;
  const constraint = brokenBy(state, () => {
    if (operation.kind === "insert again") insertAgain(state, record, targetId);
    else state.rowsOf(last).update(targetId, operation.present.values);
  });
  if (constraint !== undefined) return { constraint };
  const place = state.ledgerPlace(state.placeOf(record));
  state.crosswalk.update(id, contentHash(record.hashes), place);
  keepCells(state, record, prior);
  if (operation.kind === "update" && hasStrayed(state, record, operation)) {
    state.tally.own.numbersStrayed++;
  }
  return "done";
}

/** Whether a record keeps a number that is of another period than its day is now. */
function hasStrayed(
  { numbers, compiled }: EntityState,
  { values }: PreparedRecord,
  { prior, present }: Extract<Rewrite, { readonly kind: "update" }>,
): boolean {
  // A placeholder had no day.
  if (numbers === undefined || prior.row.contentHash === null) return false;
  const { targetId } = prior.row;
  const before = ownRow(compiled, { targetId, values: present.before });
  return numbers.hasStrayed(before, ownRow(compiled, { targetId, values }));
}

/** With the number that people know it by, where no other row has that now. */
function insertAgain({ rows, numbers, compiled }: EntityState, record: PreparedRecord, id: string) {
  const { values, legacyId } = record;
  if (numbers === undefined || legacyId === null) {
    rows.insert(id, values);
    return;
  }
  const given = numbers.again(legacyId, ownRow(compiled, { targetId: id, values }));
  rows.insert(id, values, besideOf(rows, { targetId: id, given }));
  numbers.keep(legacyId, given);
}

/** Keeps the cells of a record that no field is filled from, where the ledger has others of it. */
function keepCells(state: EntityState, record: PreparedRecord, { row, cellsDiffer }: Prior): void {
  if (!cellsDiffer) return;
  state.crosswalk.unmapped.add(
    record.legacyId ?? "",
    record,
    state.ledgerPlace(state.placeOf(record)),
  );
  state.crosswalk.unmapped.seal(row.id, record);
  state.tally.counters.unmapped++;
}

/**
 * Makes the rows that stand for unknown parents, and names them in the record; also where the record is one of
 * several with its id, so that it does not matter which of them comes first.
 */
export function makePlaceholders(state: EntityState, { record, placeholders }: Candidate): void {
  for (const at of placeholders) {
    const reference = state.compiled.references[at];
    const legacyId = record.parents[at] ?? null;
    if (reference === undefined || legacyId === null) continue;
    const parent = state.placeholders.make(reference.entity, legacyId, state.placeOf(record));
    if (parent !== undefined) linkOf(state.compiled, reference)(record, reference, parent);
  }
}

/** The constraint that the database names when it refuses; undefined if it takes the row. */
export function brokenBy(
  { context, compiled }: EntityState,
  write: () => void,
): string | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    if (!(error instanceof ConstraintBroken)) throw error;
    if (!error.isByTrigger) return error.constraint;
    const table = getTableName(compiled.importer.table);
    return wordsOfTrigger(context.db.catalog, table, error.constraint);
  }
}
