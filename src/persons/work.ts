import type { Database } from "../db/database.ts";
import type { Fail } from "../plain/failpoint.ts";

/** What joining one merge goes along with: what is at hand, and what it has come to. */
export interface Work {
  readonly db: Database;
  readonly runId: number;
  /** The crosswalk's names for what has rows in a table. */
  readonly entitiesOf: (table: string) => readonly string[];
  /** References that the database does not declare, of this merge. */
  readonly undeclared: readonly { readonly table: string; readonly column: string }[];
  /** By table. */
  readonly repointed: Map<string, number>;
  readonly absorbed: Map<string, number>;
  /** Records, by number, that something refers to which cannot be pointed at their person. */
  readonly refused: Set<number>;
  readonly failAt?: Fail | undefined;
}

export const addTo = (counts: Map<string, number>, name: string, more: number): void => {
  if (more > 0) counts.set(name, (counts.get(name) ?? 0) + more);
};
