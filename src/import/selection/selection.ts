import type { Importer } from "../../../importers/define.ts";
import type { RunSettings } from "../../ledger/run-summary.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";

/** Says which records of an export a run takes. */
export interface Selection {
  /** Whether the record lies outside; asked for each record in their order, twice at the most. */
  skips(compiled: CompiledEntity, record: PreparedRecord): boolean;
}

/** What several selections take, each of what those before it take; undefined if there is none: everything is taken. */
export function allOf(selections: readonly Selection[]): Selection | undefined {
  const [first, second] = selections;
  if (second === undefined) return first;
  return { skips: (compiled, record) => selections.some((one) => one.skips(compiled, record)) };
}

/** Whether a run takes a part of its export: that says nothing about what is not in it. */
export const isPart = ({ limit, sample, pilot }: RunSettings): boolean =>
  limit !== undefined || sample !== undefined || pilot !== undefined;

/**
 * The entity that records of others belong to, and that belongs to none itself: patients, not their bills. Of
 * several, the one that most others name.
 */
export function owningEntity(importers: readonly Importer[]): string | undefined {
  const owners = new Map(importers.map(({ entity, fields }) => [entity, ownersIn(fields)]));
  const named = [...owners.values()].flat();
  const roots = named.filter((entity) => (owners.get(entity) ?? []).length === 0);
  const timesNamed = (entity: string) => roots.filter((one) => one === entity).length;
  const [most = named[0]] = [...new Set(roots)].sort((a, b) => timesNamed(b) - timesNamed(a));
  return most;
}

const ownersIn = (fields: Importer["fields"]): string[] =>
  Object.values(fields).flatMap(({ reference }) => (reference?.owner ? reference.entity : []));

/** The legacy id of the record of that entity which a record names; null if it names none. */
export function namedIn(
  { references }: Pick<CompiledEntity, "references">,
  record: PreparedRecord,
  entity: string | undefined,
): string | null | undefined {
  const at = references.findIndex((one) => one.entity === entity);
  return at === -1 ? undefined : (record.parents[at] ?? null);
}
