import type { TableCopy } from "../shared/table-copies.ts";
import type { Importer } from "./define.ts";
import { importersOfRows } from "./define-also.ts";
import type { FhirWriter } from "./define-fhir.ts";
import type { Timestamps } from "./define-timestamps.ts";
import type { CodeWords, Vocabulary } from "./define-vocabulary.ts";
import { isServerTable } from "./server/server-type.ts";
import { twinsOf, withReferred } from "./server/twins.ts";

// How a target is declared: an application whose database is written to. The engine in src/ is handed one.

/** An application whose database an import writes to. */
export interface Target {
  /** The ledger keeps it with each run: lower-case letters, digits, dots, dashes and underscores. */
  readonly name: string;
  /** What people call the application: in reports, on pages, in messages. */
  readonly title: string;
  /**
   * What the application's schema module exports: Drizzle tables by any name. Tables of PostgreSQL (`pgTable`) may be
   * declared; a target that is defined has their twins in SQLite here.
   */
  readonly tables: Readonly<Record<string, unknown>>;
  /**
   * The same tables as a PostgreSQL server has them, by the same SQL names (`pgTable`); they are loaded where a server
   * is the target. Undefined if the application has none; of tables that are declared as `pgTable`s it is those.
   */
  readonly server?: (() => Promise<Readonly<Record<string, unknown>>>) | undefined;
  /** One for each entity, and for the rows that belong to records; their order follows from the foreign keys. */
  readonly importers: readonly Importer[];
  /** What its tables keep of when rows were made and last changed, where they have these columns. */
  readonly timestamps: Timestamps;
  /** By name, the mapping documents that come with the target. */
  readonly mappings: Readonly<Record<string, unknown>>;
  /** What the headers of legacy systems mean; without it, no mapping is proposed. */
  readonly vocabulary: Vocabulary;
  /** What the codes of legacy systems mean, as values of the target. */
  readonly codeWords: CodeWords;
  /** Tables that have become others. */
  readonly tableCopies: readonly TableCopy[];
  /** How its rows are written as FHIR R4; none where it does not say it. */
  readonly fhir: readonly FhirWriter[];
  /** Whose the schema is: of `theirs`, no table but the ledger's is ever made or changed. */
  readonly schema: "ours" | "theirs";
  /**
   * Of `theirs`: whether a database is one of the application, which has the importers' tables and columns.
   *
   * @param tables by name, with their columns
   */
  readonly recognise?: ((tables: ReadonlyMap<string, readonly string[]>) => boolean) | undefined;
}

/** A target as it is declared. */
export interface TargetDeclaration
  extends Pick<Target, "name" | "tables" | "importers">,
    Partial<Omit<Target, "name" | "tables" | "importers">> {}

const NO_WORDS: Vocabulary = {
  words: [],
  entities: [],
  otherTables: {},
  values: {},
  health: { words: new Set(), parts: [] },
};
const NO_CODES: CodeWords = { words: { gender: {}, status: {}, boolean: {} }, genderLetters: [] };

const USUAL: Timestamps = { created: "createdAt", updated: "updatedAt" };

/** Declares a target: what is left out is empty. */
export function defineTarget(declaration: TargetDeclaration): Target {
  const { mappings = {}, vocabulary = NO_WORDS, codeWords = NO_CODES } = declaration;
  const { name, title = name, tableCopies = [], timestamps = USUAL } = declaration;
  const { schema = "ours", recognise, fhir = [] } = declaration;
  const { tables, server } = tablesOf(declaration);
  const importers = declaration.importers
    .flatMap((one) => [one, ...importersOfRows(one)])
    .map((one) => ({
      timestamps,
      ...one,
      application: title,
    }));
  return {
    name,
    title,
    tables,
    server,
    importers,
    timestamps,
    mappings,
    vocabulary,
    codeWords,
    tableCopies,
    fhir,
    schema,
    recognise,
  };
}

/** Of tables of a server, the engine is handed the twins, and those of tables that they refer to. */
function tablesOf({ tables, server }: TargetDeclaration): Pick<Target, "tables" | "server"> {
  if (!Object.values(tables).some(isServerTable)) return { tables, server };
  const all = withReferred(tables);
  return { tables: twinsOf(all), server: () => Promise.resolve(all) };
}

/** What `hmsync.config.ts` exports by default. */
export interface Config {
  readonly target: Target;
  /** The database, where neither `--db` nor DATABASE_URL names one; a path is relative to the configuration. */
  readonly database?: string;
  /** Mapping files besides those of the target, relative to the configuration. */
  readonly mappings?: readonly string[];
}

/** Gives a configuration its type. */
export const defineConfig = (config: Config): Config => config;
