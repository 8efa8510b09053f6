import type pg from "pg";
import { type DatabaseObject, readObjects, titleOfObject } from "../objects.ts";
import type { NumberedMigration } from "./numbered-folder.ts";
import { runStatement, StatementRefused } from "./run-statement.ts";
import { ident } from "./watched-tables.ts";

/** What a file makes, or changes, that is not in the database as it makes it. */
export interface Difference {
  readonly object: string;
  readonly what:
    | "is not there"
    | "is there, and not as the file makes it"
    | "is there, and the file drops it";
}

/** The files of a folder, and what each leaves to be done. */
export type Compared = readonly {
  readonly migration: NumberedMigration;
  /** What it and those before it make, and what of it is lacking. */
  readonly differences: readonly Difference[];
}[];

/** What the folder is compared with, and where it is made anew. */
export interface Replaying {
  readonly migrations: readonly NumberedMigration[];
  readonly current: readonly DatabaseObject[];
  /** An empty database of its own. */
  readonly scratch: pg.Client;
  readonly schema: string;
}

/** Not there: something that stood in the database before the first file. */
const LACKS = ["42P01", "42703", "42704", "42883", "3F000"];

/**
 * Makes in an empty database what the files make, and compares it with what is there after each of them.
 *
 * @returns undefined if the files need something that none of them makes
 */
export async function replayFolder(replaying: Replaying): Promise<Compared | undefined> {
  const { migrations, scratch, current } = replaying;
  await prepare(replaying);
  const empty = await objectsOf(scratch);
  const compared: { migration: NumberedMigration; differences: Difference[] }[] = [];
  for (const migration of migrations) {
    try {
      for (const { statements } of migration.steps)
        for (const statement of statements) await runStatement(scratch, statement, migration.path);
    } catch (error) {
      if (error instanceof StatementRefused && LACKS.includes(error.code)) return undefined;
      throw error;
    }
    const made = await objectsOf(scratch);
    compared.push({ migration, differences: lacking(made, { current, besides: empty }) });
  }
  return compared;
}

/** What an installation has beside tables: the schema, and extensions that somebody else has to create. */
async function prepare({ scratch, schema, current }: Replaying): Promise<void> {
  await scratch.query(`create schema if not exists ${ident(schema)}`);
  await scratch.query(`set search_path = ${ident(schema)}`);
  const extensions = current.filter(({ kind }) => kind === "extension");
  for (const { name } of extensions) await scratch.query(`create extension if not exists ${name}`);
}

async function objectsOf(client: pg.Client): Promise<DatabaseObject[]> {
  await client.query("begin");
  const objects = await readObjects(client);
  await client.query("commit");
  return objects;
}

interface Among {
  readonly current: readonly DatabaseObject[];
  /** What is there without any file. */
  readonly besides: readonly DatabaseObject[];
}

function lacking(made: readonly DatabaseObject[], { current, besides }: Among): Difference[] {
  const byTitle = (all: readonly DatabaseObject[]) =>
    new Map(all.map((one) => [titleOfObject(one), one.definition]));
  const [there, before] = [byTitle(current), byTitle(besides)];
  return made.flatMap((one): Difference[] => {
    const object = titleOfObject(one);
    if (before.get(object) === one.definition) return [];
    const found = there.get(object);
    if (found === undefined) return [{ object, what: "is not there" }];
    if (found === one.definition) return [];
    return [{ object, what: "is there, and not as the file makes it" }];
  });
}
