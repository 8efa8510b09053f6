import { getTableColumns } from "drizzle-orm";
import type { Importer } from "../../../../importers/define.ts";
import type { MoneyTree } from "../../../../importers/define-money.ts";
import type { Database, DbValue, Scratch, Statement } from "../../../db/database.ts";
import { quoteName } from "../../../db/names.ts";
import { inMinor, unitsOf } from "../../../digest/source-figures.ts";
import { idsOfRecords, rowsOfRecords } from "../../../ledger/imported-rows.ts";
import type { CompiledEntity } from "../../prepare/compile-entity.ts";
import type { PreparedRecord } from "../../prepare/prepared-record.ts";

/** What an amount or a reference of an entity is called, and what for. */
interface Wanted {
  readonly importer: Importer;
  readonly amounts: readonly string[];
  readonly references: readonly string[];
}

/** What is owed, and the digits of the currency's minor unit. */
interface Told {
  readonly importer: Importer;
  readonly tree: MoneyTree;
  readonly digits: number;
}

/** The sides of the comparison. */
export const OLD = 0;
export const NEW = 1;

/** A number, or decimal text. */
const isAmount = (value: unknown): value is number | string =>
  typeof value === "number" || (typeof value === "string" && value !== "");

const TABLES = {
  debts: `side integer, id text, owner text, total integer, open integer, extra integer, file integer, line integer,
    primary key (side, id)`,
  items:
    "side integer, id text, debt text, amount integer, file integer, line integer, primary key (side, id)",
  payments: `side integer, id text, owner text, debt text, amount integer, file integer, line integer,
    primary key (side, id)`,
  keys: "entity text, target text, id text, primary key (entity, target)",
} as const;

type Part = "debts" | "items" | "payments";

/**
 * Notes the amounts of an export as its records are read, the rejected ones among them, and beside them what the
 * database has of the same records: so that both can be summed up per owner.
 */
export class MoneyBook {
  readonly importer: Importer;
  readonly tree: MoneyTree;
  readonly scratch: Scratch;
  readonly #digits: number;
  readonly #parts: ReadonlyMap<string, Part>;
  readonly #insert: Readonly<Record<Part, Statement>>;
  readonly #takers = new Map<CompiledEntity, (record: PreparedRecord, file: number) => void>();
  /** Whether a record of the part names what it belongs to, in any file. */
  readonly linked = new Set<Part>();

  private constructor(db: Database, { importer, tree, digits }: Told) {
    this.importer = importer;
    this.tree = tree;
    this.#digits = digits;
    this.#parts = new Map([
      [importer.entity, "debts"],
      [tree.items.entity, "items"],
      [tree.payments.entity, "payments"],
    ]);
    this.scratch = db.openScratch();
    for (const [table, columns] of Object.entries(TABLES)) this.scratch.createKeyed(table, columns);
    this.scratch.begin();
    this.#insert = {
      debts: this.#prepare("debts", 8),
      items: this.#prepare("items", 6),
      payments: this.#prepare("payments", 7),
    };
  }

  /** One for each tree of which the run has what is owed. */
  static of(db: Database, inputs: readonly CompiledEntity[]): MoneyBook[] {
    const found = new Map(inputs.map((one) => [one.importer, one.digits]));
    return [...found].flatMap(([importer, digits]) => {
      const tree = importer.moneyTree;
      return tree === undefined ? [] : [new MoneyBook(db, { importer, tree, digits })];
    });
  }

  /** Whether an entity has amounts of the tree. */
  knows(entity: string): boolean {
    return this.#parts.has(entity);
  }

  #prepare(part: Part, columns: number): Statement {
    const marks = new Array(columns).fill("?").join(", ");
    // A record that is there twice counts once, as in the target.
    return this.scratch.prepare(`insert or ignore into ${part} values (${marks})`);
  }

  /** Notes a record of the export, before its references are resolved. */
  take(compiled: CompiledEntity, record: PreparedRecord, file: number): void {
    const part = this.#parts.get(compiled.importer.entity);
    if (part === undefined || compiled.isOther?.(record) === true) return;
    const taker = this.#takers.get(compiled) ?? this.#taker(part, compiled);
    this.#takers.set(compiled, taker);
    taker(record, file);
  }

  #taker(part: Part, compiled: CompiledEntity): (record: PreparedRecord, file: number) => void {
    const wanted = this.#wanted(part, compiled.importer);
    const amounts = wanted.amounts.map((name) => this.#amountAt(compiled, name));
    const references = wanted.references.map((name) =>
      compiled.references.findIndex(({ field }) => field === name),
    );
    if (part !== "debts" && references.at(-1) !== -1) this.linked.add(part);
    const insert = this.#insert[part];
    const isNone = part === "payments" ? this.#notPaid(compiled) : undefined;
    return (record, file) => {
      if (isNone?.(record) === true) return;
      const id = record.legacyId ?? `\0${file}:${record.record}`;
      const named = references.map((at) => record.parents[at] ?? null);
      const values = amounts.map((read) => read(record));
      insert.run([OLD, id, ...named, ...this.#laidOut(part, values), file, record.line]);
    };
  }

  /** Whether a payment was none, as recorded: what is neither noted here nor read of the database. */
  #notPaid({ importer, columns }: CompiledEntity) {
    const { except } = this.tree.payments;
    if (except === undefined) return undefined;
    const column = importer.fields[except.field]?.column ?? except.field;
    const at = columns.findIndex(({ key }) => key === column);
    const values = new Set<unknown>(except.values);
    return ({ values: cells }: PreparedRecord): boolean => values.has(cells[at]);
  }

  /** Of what is owed: the total, what is open, and what the items and the total differ by. */
  #laidOut(part: Part, values: readonly (number | null)[]): readonly (number | null)[] {
    if (part !== "debts") return values;
    const { plus } = this.tree;
    const [total = null, open = null, ...extras] = values;
    const sum = extras.reduce<number>(
      (all, one, at) => all + (at < plus.length ? (one ?? 0) : -(one ?? 0)),
      0,
    );
    return [total, open, sum];
  }

  #wanted(part: Part, importer: Importer): Wanted {
    const { owner, total, open, plus, minus, items, payments } = this.tree;
    if (part === "debts")
      return { importer, amounts: [total, open, ...plus, ...minus], references: [owner] };
    if (part === "items") return { importer, amounts: [items.amount], references: [items.of] };
    const references = [payments.owner, payments.of];
    return { importer, amounts: [payments.amount], references };
  }

  #amountAt({ importer, columns }: CompiledEntity, name: string) {
    const field = importer.fields[name];
    const at = columns.findIndex(({ key }) => key === (field?.column ?? name));
    const units = unitsOf(field, this.#digits);
    return ({ values }: PreparedRecord): number | null => {
      const value = values[at];
      return isAmount(value) ? inMinor(value, units) : null;
    };
  }

  /** Notes what the database has of the records that were taken. */
  readDatabase(db: Database, legacySystem: string, importers: readonly Importer[]): void {
    const owner = this.importer.fields[this.tree.owner]?.reference?.entity ?? "";
    for (const entity of [owner, this.importer.entity]) this.#readKeys(db, legacySystem, entity);
    for (const [entity, part] of this.#parts) {
      const importer = importers.find((one) => one.entity === entity);
      if (importer !== undefined) this.#readRows(db, legacySystem, this.#wanted(part, importer));
    }
  }

  #readKeys(db: Database, legacySystem: string, entity: string): void {
    const insert = this.scratch.prepare("insert or ignore into keys values (?, ?, ?)");
    const rows = idsOfRecords(db, { legacySystem, entity });
    for (const [target = null, id = null] of rows) insert.run([entity, String(target), id]);
  }

  #readRows(db: Database, legacySystem: string, wanted: Wanted): void {
    const { importer, amounts, references } = wanted;
    const part = this.#parts.get(importer.entity) ?? "items";
    const columnOf = (name: string) => {
      const key = importer.fields[name]?.column ?? name;
      return `t.${quoteName(getTableColumns(importer.table)[key]?.name ?? key)}`;
    };
    const { entity, table } = importer;
    const cells = [...references, ...amounts].map(columnOf);
    const rows = rowsOfRecords(db, { legacySystem, entity, table }, cells);
    const isTaken = this.scratch.prepare(`select 1 from ${part} where side = ${OLD} and id = ?`);
    const parents = references.map((name) => importer.fields[name]?.reference?.entity ?? "");
    const units = amounts.map((name) => unitsOf(importer.fields[name], this.#digits));
    for (const [id = null, ...values] of rows) {
      if (isTaken.get([id]) === undefined) continue;
      const named = parents.map((entity, at) => this.#idOf(entity, values[at] ?? null));
      const read = units.map((unit, at) => {
        const value = values[parents.length + at];
        return isAmount(value) ? inMinor(value, unit) : null;
      });
      this.#insert[part].run([NEW, id, ...named, ...this.#laidOut(part, read), null, null]);
    }
  }

  #find: Statement | undefined;

  #idOf(entity: string, target: DbValue): DbValue {
    if (target === null) return null;
    this.#find ??= this.scratch.prepare("select id from keys where entity = ? and target = ?");
    return this.#find.get([entity, String(target)])?.[0] ?? null;
  }
}
