import { backUp } from "../db/backup.ts";
import type { Database } from "../db/database.ts";
import { openScratch } from "../db/sqlite.ts";
import { DatabaseError, DecisionNeeded } from "../errors.ts";
import { type Catalog, readCatalog } from "./catalog.ts";
import { type Addition, diffCatalogs } from "./diff-catalogs.ts";

/** What a push did. */
export interface PushResult {
  readonly additions: readonly Addition[];
  /** Where the state before it was kept; nothing where there was no row to keep. */
  readonly backup: string | undefined;
}

/**
 * Brings a database to the schema by adding what it lacks, in one transaction: tables, columns,
 * indexes.
 *
 * @param ddl what an empty database needs to be as wanted
 * @throws DecisionNeeded where something would have to be changed or taken away
 */
export async function pushSchema(
  db: Database,
  ddl: readonly string[],
  now: Date,
): Promise<PushResult> {
  const wanted = wantedCatalog(ddl);
  db.begin();
  try {
    const current = readCatalog(db);
    const { additions, beyond } = diffCatalogs(current, wanted);
    if (beyond.length > 0)
      throw refusal(
        db,
        beyond.map(({ table, what }) => `  ${table}: ${what}`),
      );
    const needed = additions.length > 0 && holdsRows(db, current);
    const backup = needed ? (await backUp(db, now)).path : undefined;
    for (const { sql } of additions) db.exec(sql);
    checkResult(db, wanted);
    db.commit();
    return { additions, backup };
  } finally {
    db.rollback();
  }
}

/** The catalog that the schema asks for. */
export function wantedCatalog(ddl: readonly string[]): Catalog {
  const empty = openScratch();
  try {
    for (const statement of ddl) empty.exec(statement);
    return readCatalog(empty);
  } finally {
    empty.close();
  }
}

function holdsRows(db: Database, { tables }: Catalog): boolean {
  return [...tables.keys()].some((name) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    return db.prepare(`select exists (select 1 from ${quoted})`).get([])?.[0] === 1;
  });
}

function refusal(db: Database, lines: readonly string[]): DecisionNeeded {
  return new DecisionNeeded(
    `${db.name} differs from the schema in ways that a push does not settle:\n${lines.join("\n")}`,
    {
      cure: "Nothing was changed. Bring shared/schema.ts and the database together by hand.",
    },
  );
}

/** What is said happened: the catalog is read again before the commit. */
function checkResult(db: Database, wanted: Catalog): void {
  const { additions, beyond } = diffCatalogs(readCatalog(db), wanted);
  const left = [...additions, ...beyond];
  if (left.length === 0) return;
  throw new DatabaseError(
    `After the push ${db.name} would still differ from the schema in ${left.length} places.`,
    {
      cure: "Nothing was changed. This is a fault of the tool.",
    },
  );
}
