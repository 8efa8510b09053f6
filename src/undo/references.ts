import { getTableColumns, getTableName } from "drizzle-orm";
import type { Importer } from "../../importers/define.ts";
import type { Database, DbValue, ForeignKey, Statement } from "../db/database.ts";
import { keyColumn } from "../db/key-column.ts";
import { quoteName, sameName } from "../db/names.ts";
import { ImportedBy } from "../ledger/imported-rows.ts";
import { legacyIdKey } from "../ledger/owned-columns.ts";
import type { Reason } from "./reasons.ts";
import type { Values, WholeTable } from "./whole-table.ts";

/** What both directions look at. */
export interface ReferenceScope {
  readonly db: Database;
  readonly keys: readonly ForeignKey[];
  readonly importers: readonly Importer[];
  /** The run that is taken back. */
  readonly runId: number;
}

interface Probe {
  readonly parentKeys: readonly string[];
  readonly statement: Statement;
  /** The row itself does not count. */
  readonly exceptSelf: boolean;
  /** Whose rows refer: of the importers that fill the table, each. */
  readonly children: readonly Importer[];
}

/** Finds rows that refer to a row. To be made when the tables below it have their final rows. */
export class Referrers {
  /** Some rows of the table refer to others of it. */
  readonly selfReferring: boolean;
  readonly #probes: readonly Probe[];
  readonly #key: string;
  readonly #imported: ImportedBy;

  constructor({ db, keys, importers, runId }: ReferenceScope, table: WholeTable) {
    const own = keys.filter(({ parent }) => sameName(parent, table.name));
    this.selfReferring = own.some(({ child }) => sameName(child, table.name));
    this.#key = table.id.key;
    this.#imported = new ImportedBy(db, runId);
    this.#probes = own.map((key) => {
      const children = importers.filter((one) => sameName(getTableName(one.table), key.child));
      const exceptSelf = sameName(key.child, table.name);
      const found = children[0] ? telling(children[0]) : [];
      const without = exceptSelf ? table.id.name : undefined;
      return {
        parentKeys: key.to.map((name) => table.keyOf(name)),
        statement: db.referrers.prepare(key, { found, without }),
        exceptSelf,
        children,
      };
    });
  }

  /** Why a row cannot go: what refers to it; undefined if nothing does. */
  find(row: Values): Reason | undefined {
    for (const { parentKeys, statement, exceptSelf, children } of this.#probes) {
      const named = parentKeys.map((key) => row[key] ?? null);
      if (named.includes(null)) continue;
      const found = statement.get(exceptSelf ? [...named, row[this.#key] ?? null] : named);
      if (found !== undefined) return this.#reason(children, found);
    }
    return undefined;
  }

  #reason(children: readonly Importer[], [id, legacyId]: readonly DbValue[]): Reason {
    if (id === undefined || legacyId === null) return "application-refers";
    for (const { entity } of children) {
      const isOwn = this.#imported.find(entity, id, legacyId);
      if (isOwn !== undefined) return isOwn === 1 ? "kept-row-refers" : "later-run-refers";
    }
    return "application-refers";
  }
}

/** The columns that tell whose a row is. */
function telling(child: Importer): string[] {
  const own = getTableColumns(child.table)[legacyIdKey(child)];
  const { name } = keyColumn(child.table).column;
  return own === undefined ? [name] : [name, own.name];
}

interface ParentProbe {
  readonly keys: readonly string[];
  /** The parent's keys, where the parent may be the row itself. */
  readonly ownKeys: readonly string[] | undefined;
  readonly statement: Statement;
}

/** Finds references of a row that lead nowhere. */
export class Parents {
  readonly #probes: readonly ParentProbe[];

  constructor({ db, keys }: ReferenceScope, table: WholeTable) {
    const own = keys.filter(({ child }) => sameName(child, table.name));
    this.#probes = own.map(({ parent, from, to }) => {
      const where = to.map((name) => `${quoteName(name)} = ?`).join(" and ");
      const toItself = sameName(parent, table.name);
      return {
        keys: from.map((name) => table.keyOf(name)),
        ownKeys: toItself ? to.map((name) => table.keyOf(name)) : undefined,
        statement: db.prepare(`select 1 from ${quoteName(parent)} where ${where}`),
      };
    });
  }

  missing(row: Values): boolean {
    return this.#probes.some(({ keys, ownKeys, statement }) => {
      const named = keys.map((key) => row[key] ?? null);
      if (named.includes(null) || ownKeys?.every((key, at) => row[key] === named[at])) return false;
      return statement.get(named) === undefined;
    });
  }
}
