import type { DbValue, Statement } from "./database.ts";
import type { SqliteDriver } from "./driver.ts";
import { guarded } from "./explain-error.ts";

/** Tries work again whose failure may pass. */
type Attempt = <Result>(work: () => Result) => Result;

/** A statement of the driver, its rows as arrays, its errors explained. */
export class SqliteStatement implements Statement {
  readonly #statement: SqliteDriver.Statement;
  readonly #name: string;
  readonly #attempt: Attempt;

  constructor(statement: SqliteDriver.Statement, name: string, attempt: Attempt) {
    this.#statement = statement.reader ? statement.raw(true) : statement;
    this.#name = name;
    this.#attempt = attempt;
  }

  run(values: readonly DbValue[]): number {
    const work = () => this.#statement.run(values).changes;
    return guarded(this.#name, () => this.#attempt(work));
  }

  get(values: readonly DbValue[]): DbValue[] | undefined {
    return guarded(this.#name, () => this.#statement.get(values) as DbValue[] | undefined);
  }

  all(values: readonly DbValue[]): DbValue[][] {
    return guarded(this.#name, () => this.#statement.all(values) as DbValue[][]);
  }

  iterate(values: readonly DbValue[]): IterableIterator<DbValue[]> {
    return guarded(
      this.#name,
      () => this.#statement.iterate(values) as IterableIterator<DbValue[]>,
    );
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

  constructor(inner: Statement, bindings: readonly Binding[]) {
    this.#inner = inner;
    this.#bindings = bindings;
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
    return this.#inner.iterate(this.#order(values));
  }

  #order(values: readonly DbValue[]): DbValue[] {
    return this.#bindings.map((binding) => {
      if ("at" in binding) return values[binding.at] ?? null;
      return "make" in binding ? binding.make() : binding.value;
    });
  }
}
