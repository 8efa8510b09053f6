import { getTableName } from "drizzle-orm";
import { crosswalk, waiting } from "../../../shared/ledger.ts";
import type { Database, ForeignKey, IndexesAside } from "../../db/database.ts";
import { keyColumn } from "../../db/key-column.ts";
import { quoteName, sameName } from "../../db/names.ts";
import type { IdTable } from "../../digest/id-table.ts";
import type { AppendedRows } from "../../ledger/appended-rows.ts";
import { hasLegacyId } from "../../ledger/owned-columns.ts";
import { DatabaseError } from "../../plain/errors.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import { columnNames } from "../prepare/compile-entity.ts";
import type { ImportRequest } from "../request/import-request.ts";
import type { Loading } from "../state/loading.ts";

/** A smaller export is not worth it: bytes. */
const WORTH_IT = 1024 * 1024;

/**
 * What makes the first import of a large export fast: while its tables are filled they have no
 * indexes that only searches need, and foreign keys are checked at the end, all at once. It is all
 * done within the run's one transaction, which a failure or a kill takes back as a whole; a lenient
 * run has one transaction, too, unless a batch size was asked for.
 */
export class FirstImport implements Loading {
  readonly #db: Database;
  readonly #entities: readonly CompiledEntity[];
  readonly #keys: readonly ForeignKey[];
  readonly #checksLate: boolean;
  readonly #tables: readonly string[];
  readonly appended = new Map<string, AppendedRows>();
  readonly ids = new Map<string, IdTable>();
  #indexes: IndexesAside | undefined;

  private constructor(db: Database, entities: readonly CompiledEntity[]) {
    this.#db = db;
    this.#entities = entities;
    this.#tables = entities.map(({ importer }) => getTableName(importer.table));
    const isOurs = (name: string) => this.#tables.some((table) => sameName(table, name));
    this.#keys = db.catalog.foreignKeys().filter(({ child }) => isOurs(child));
    this.#checksLate = this.#keys.every((key) => entities.every((one) => isResolved(one, key)));
  }

  readonly isOneCommit = true;

  /** Undefined if the run or the present database requires the regular path. */
  static of(request: ImportRequest, entities: readonly CompiledEntity[]): FirstImport | undefined {
    const { db, settings, kind = "import", resume, firstImport = "when large", fit } = request;
    const bytes = fit.files.reduce((sum, { file }) => sum + file.size, 0);
    if (firstImport === "never" || (firstImport === "when large" && bytes < WORTH_IT)) {
      return undefined;
    }
    const whole = settings.mode === "strict" || settings.dryRun || settings.commits === undefined;
    const isUsual = kind === "import";
    // A run that goes on after a commit counts what it had committed.
    if (!whole || !isUsual || (resume && resume.summary !== null)) return undefined;
    if (!entities.every(isPlain) || !isEmpty(db, entities)) return undefined;
    return new FirstImport(db, entities);
  }

  /** Before the transaction: it is set outside of one alone. */
  prepare(): void {
    if (this.#checksLate) this.#db.enforceForeignKeys("not at all");
  }

  /** Within the transaction: whether the tables are still empty. */
  isStillFirst(): boolean {
    return isEmpty(this.#db, this.#entities);
  }

  /** Within the transaction, before the first row. */
  begin(): void {
    const targets = this.#tables.map((table) => [table, "those that refuse no row"] as const);
    this.#indexes = this.#db.bulk.putIndexesAside(
      new Map([...targets, [getTableName(crosswalk), "all"], [getTableName(waiting), "all"]]),
    );
  }

  /** Within the transaction, after the last row: the crosswalk is whole. */
  flush(): void {
    for (const rows of this.appended.values()) rows.flush();
    this.#db.workAs("sorted passes");
  }

  /**
   * Within the transaction, when it is to be committed.
   *
   * @throws DatabaseError if a row refers to none
   */
  complete(): void {
    this.#indexes?.build();
    if (!this.#checksLate) return;
    const broken = this.#keys.find((key) => leadsNowhere(this.#db, key));
    if (broken === undefined) return;
    throw new DatabaseError(
      `A row of ${broken.child} refers through ${broken.from.join(", ")} to a row that ${broken.parent} does not have.`,
      { cure: "This is a bug in the tool; please report it. Nothing was committed." },
    );
  }

  /** After the transaction, however it ended. */
  end(): void {
    this.#db.workAs("rows in any order");
    if (this.#checksLate) this.#db.enforceForeignKeys("at once");
  }
}

/**
 * A placeholder would come between the rows of its table and those of the crosswalk; and without a column for
 * the legacy id, or with ids that the database gives, a row does not tell whose it is; numbers that people see are
 * given one by one.
 */
function isPlain({ references, importer, also }: CompiledEntity): boolean {
  const { numbers = [] } = importer;
  if (numbers.length + also.length > 0) return false;
  const tellsItself = hasLegacyId(importer) && !keyColumn(importer.table).isNumber;
  return (
    tellsItself &&
    references.every(({ onUnknown, rows }) => onUnknown !== "placeholder" && rows === undefined)
  );
}

function isEmpty(db: Database, entities: readonly CompiledEntity[]): boolean {
  const tables = entities.map(({ importer }) => importer.table);
  const names = [crosswalk, ...tables].map(getTableName);
  const triggers = db.catalog.triggers();
  if (triggers.some(({ table }) => names.some((name) => sameName(name, table)))) return false;
  return (
    names.every((name) => db.bulk.numbersRows(name)) &&
    [crosswalk, waiting, ...tables].every((table) => db.count(table) === 0)
  );
}

/** The key is none of the entity's, or what it may hold was found in the crosswalk by the import. */
function isResolved(compiled: CompiledEntity, { child, from }: ForeignKey): boolean {
  if (!sameName(child, getTableName(compiled.importer.table))) return true;
  const names = columnNames(compiled.importer, compiled.columns);
  const resolved = compiled.references.map(({ column }) => names[column] ?? "");
  const free = names.filter((name) => !resolved.includes(name));
  return from.length === 1 && !free.some((name) => sameName(name, from[0] ?? ""));
}

/** Each value is looked up once, in the order of the index where there is one. */
function leadsNowhere(db: Database, { child, parent, from, to }: ForeignKey): boolean {
  const [own, other] = [from[0], to[0]].map((name) => quoteName(name ?? ""));
  const values = `select distinct ${own} as value from ${quoteName(child)} where ${own} is not null`;
  const query = `select 1 from (${values}) v
    where not exists (select 1 from ${quoteName(parent)} p where p.${other} = v.value) limit 1`;
  return db.prepare(query).get([]) !== undefined;
}
