import {
  columnText,
  type ServerColumn,
  type ServerConstraint,
  type ServerIndex,
  type ServerPolicy,
  type ServerTable,
} from "./server-catalog.ts";

/** A column that is there and should be another. */
export interface ChangedServerColumn {
  readonly present: ServerColumn;
  readonly wanted: ServerColumn;
  /** Its values go through a cast. */
  readonly retyped: boolean;
  /** It is computed, or no longer. */
  readonly recomputed: boolean;
}

/** What parts a table from the wanted one. */
export interface ServerDifference {
  readonly present: ServerTable;
  readonly wanted: ServerTable;
  readonly added: readonly ServerColumn[];
  readonly lost: readonly ServerColumn[];
  readonly changed: readonly ChangedServerColumn[];
  readonly constraints: Parts<ServerConstraint>;
  readonly indexes: Parts<ServerIndex>;
  readonly policies: Parts<ServerPolicy>;
  /** Constraints that hold for new rows only so far. */
  readonly unproven: readonly ServerConstraint[];
}

/** Parts that come, those that stand in their way or are no longer wanted, and those that nobody asked for. */
export interface Parts<Part> {
  readonly missing: readonly Part[];
  readonly dropped: readonly Part[];
  readonly kept: readonly Part[];
}

/** What tells whether a part that the schema lacks was the schema's own before. */
export type Ends = (kind: "constraint" | "index" | "policy", name: string) => boolean;

/** Compares a table with the wanted one of the same name. */
export function compareServerTables(
  present: ServerTable,
  wanted: ServerTable,
  ends: Ends,
): ServerDifference {
  const named = (list: readonly ServerColumn[], name: string) =>
    list.find((column) => column.name === name);
  const constraints = compareConstraints(present, wanted, ends);
  const alike = wanted.constraints.map(({ definition }) => definition);
  return {
    present,
    wanted,
    added: wanted.columns.filter(({ name }) => named(present.columns, name) === undefined),
    lost: present.columns.filter(({ name }) => named(wanted.columns, name) === undefined),
    changed: wanted.columns.flatMap((column) => {
      const now = named(present.columns, column.name);
      return now === undefined || columnText(now) === columnText(column)
        ? []
        : [changeOf(now, column)];
    }),
    constraints,
    indexes: compareIndexes(present, wanted, ends),
    policies: comparePolicies(present, wanted, ends),
    unproven: constraints.kept.filter(
      ({ definition, validated }) => !validated && alike.includes(definition),
    ),
  };
}

/** Whether nothing has to be done. */
export const isSame = (difference: ServerDifference): boolean => {
  const { added, lost, changed, constraints, indexes, policies, unproven } = difference;
  const parts = [constraints, indexes, policies].flatMap(({ missing, dropped }) => [
    ...missing,
    ...dropped,
  ]);
  const columns = added.length + lost.length + changed.length;
  return columns + parts.length + unproven.length === 0 && !turnsOnRls(difference);
};

/** Row level security is turned on where the schema asks for it, and never off. */
export const turnsOnRls = ({ present, wanted }: ServerDifference): boolean =>
  wanted.rls && !present.rls;

function changeOf(present: ServerColumn, wanted: ServerColumn): ChangedServerColumn {
  const retyped = present.type !== wanted.type || present.collation !== wanted.collation;
  return { present, wanted, retyped, recomputed: present.generated !== wanted.generated };
}

function compareConstraints(
  present: ServerTable,
  wanted: ServerTable,
  ends: Ends,
): Parts<ServerConstraint> {
  const uniqueIndexes = present.indexes.filter(isPlainUnique).map(({ keys }) => keys.join());
  const has = ({ kind, definition, columns }: ServerConstraint) =>
    present.constraints.some((one) => one.kind === kind && one.definition === definition) ||
    (kind === "u" && uniqueIndexes.includes(namesOf(wanted, columns).join()));
  const missing = wanted.constraints.filter((one) => !has(one));
  const wants = ({ definition }: ServerConstraint) =>
    wanted.constraints.some((one) => one.definition === definition);
  const inTheWay = (one: ServerConstraint) =>
    missing.some(({ name, kind }) => name === one.name || (kind === "p" && one.kind === "p"));
  const dropped = present.constraints.filter(
    (one) => !wants(one) && (inTheWay(one) || ends("constraint", one.name)),
  );
  return { missing, dropped, kept: present.constraints.filter((one) => !dropped.includes(one)) };
}

/** What a UNIQUE constraint would do too. */
const isPlainUnique = ({ unique, valid, filter, definition }: ServerIndex): boolean =>
  unique && valid && filter === null && !definition.includes("NULLS NOT DISTINCT");

/** Columns by number, as SQL names them. */
export const namesOf = ({ columns }: ServerTable, numbers: readonly number[]): string[] =>
  numbers.map((number) => {
    const name = columns.find((column) => column.number === number)?.name ?? "";
    return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
  });

function compareIndexes(present: ServerTable, wanted: ServerTable, ends: Ends): Parts<ServerIndex> {
  const named = (list: readonly ServerIndex[], name: string) =>
    list.find((index) => index.name === name);
  const uniques = present.constraints
    .filter(({ kind }) => kind === "u")
    .map(({ columns }) => namesOf(present, columns).join());
  const isBroken = (index: ServerIndex) => !index.valid;
  const missing = wanted.indexes.filter((index) => {
    const there = named(present.indexes, index.name);
    if (there !== undefined) return there.definition !== index.definition || isBroken(there);
    return !(isPlainUnique(index) && uniques.includes(index.keys.join()));
  });
  const dropped = present.indexes.filter((index) =>
    named(wanted.indexes, index.name) === undefined
      ? ends("index", index.name)
      : named(missing, index.name) !== undefined,
  );
  return { missing, dropped, kept: present.indexes.filter((one) => !dropped.includes(one)) };
}

function comparePolicies(
  present: ServerTable,
  wanted: ServerTable,
  ends: Ends,
): Parts<ServerPolicy> {
  const there = (policy: ServerPolicy) => present.policies.find(({ name }) => name === policy.name);
  const missing = wanted.policies.filter(
    (policy) => there(policy)?.definition !== policy.definition,
  );
  const dropped = present.policies.filter(({ name }) =>
    wanted.policies.some((policy) => policy.name === name)
      ? missing.some((policy) => policy.name === name)
      : ends("policy", name),
  );
  return { missing, dropped, kept: present.policies.filter((one) => !dropped.includes(one)) };
}
