import type { DbValue, Statement } from "../database.ts";
import type { DriverStatement } from "./driver.ts";
import { explainDatabaseError, guarded } from "./explain-error.ts";

/** Tries work again that failed, if its failure may pass; throws what failed otherwise. */
type Again = <Result>(work: () => Result, failed: unknown) => Result;

/** A statement of the driver, its rows as arrays, its errors explained. */
export class SqliteStatement implements Statement {
  readonly #statement: DriverStatement;
  readonly #name: string;
  readonly #again: Again;

  constructor(statement: DriverStatement, name: string, again: Again) {
    this.#statement = statement.reader ? statement.raw(true) : statement;
    this.#name = name;
    this.#again = again;
  }

  /** A million times in a large import: what a failure needs is made when there is one. */
  run(values: readonly DbValue[]): number {
    try {
      // The driver takes single values faster than an array of them.
      return this.#statement.run(...values).changes;
    } catch (error) {
      const work = () => this.#statement.run(...values).changes;
      return guarded(this.#name, () => this.#again(work, error));
    }
  }

  get(values: readonly DbValue[]): DbValue[] | undefined {
    return guarded(this.#name, () => this.#statement.get(values) as DbValue[] | undefined);
  }

  all(values: readonly DbValue[]): DbValue[][] {
    return guarded(this.#name, () => this.#statement.all(values) as DbValue[][]);
  }

  /** A page that is damaged is met when its rows are reached. */
  *iterate(values: readonly DbValue[]): IterableIterator<DbValue[]> {
    try {
      yield* this.#statement.iterate(values) as IterableIterator<DbValue[]>;
    } catch (error) {
      throw explainDatabaseError(error, this.#name);
    }
  }
}

/** Where a parameter's value comes from: the caller's list, the schema's default, or its function. */
export type Binding =
  | { readonly at: number }
  | { readonly value: DbValue }
  | { readonly make: () => DbValue };

/** Takes values in the caller's order and binds them in the statement's. */
export class ReorderedStatement implements Statement {
  readonly #inner: Statement;
  readonly #bindings: readonly Binding[];
  /** What is bound; one list for all calls, but those that read as they go. */
  readonly #bound: DbValue[];

  constructor(inner: Statement, bindings: readonly Binding[]) {
    this.#inner = inner;
    this.#bindings = bindings;
    this.#bound = bindings.map((binding) => ("value" in binding ? binding.value : null));
  }

  run(values: readonly DbValue[]): number {
    return this.#inner.run(this.#order(values));
  }

  get(values: readonly DbValue[]): DbValue[] | undefined {
    return this.#inner.get(this.#order(values));
  }

  all(values: readonly DbValue[]): DbValue[][] {
    return this.#inner.all(this.#order(values));
  }

  iterate(values: readonly DbValue[]): IterableIterator<DbValue[]> {
    return this.#inner.iterate([...this.#order(values)]);
  }

  #order(values: readonly DbValue[]): readonly DbValue[] {
    for (let nth = 0; nth < this.#bindings.length; nth++) {
      const binding = this.#bindings[nth] as Binding;
      if ("at" in binding) this.#bound[nth] = values[binding.at] ?? null;
      else if ("make" in binding) this.#bound[nth] = binding.make();
    }
    return this.#bound;
  }
}
