import { join } from "node:path";
import { getTableName } from "drizzle-orm";
import type { FhirElement, FhirRow, FhirWriter } from "../../../importers/define-fhir.ts";
import type { Target } from "../../../importers/define-target.ts";
import type { Database } from "../../db/database.ts";
import { addressAt } from "../../db/shadows.ts";
import { openForReading } from "../../db/sqlite/open.ts";
import { legacyNames } from "../../ledger/legacy-names.ts";
import { Breath } from "../../plain/breath.ts";
import { UsageError } from "../../plain/errors.ts";
import { nearestHint } from "../../plain/nearest.ts";
import { OwnerOnlyFile } from "../../plain/owner-only.ts";
import { type Cancellable, checkGoing } from "../cancel.ts";
import type { Listener } from "../listener.ts";
import { NewFolder } from "./new-folder.ts";
import { resourceText } from "./resource-text.ts";
import { lookingUp, rowsOf } from "./rows-of.ts";

/** What is exported, and where to. */
export interface FhirExportOptions extends Cancellable {
  readonly target: Target;
  /** An SQLite file. */
  readonly database: string;
  /** A folder: new, or empty unless it is replaced. */
  readonly out: string;
  readonly only?: readonly string[] | undefined;
  readonly replaces?: boolean | undefined;
}

/** Rows of one table that are in no resource. */
export interface LeftOutRows {
  readonly entity: string;
  readonly table: string;
  readonly rows: number;
  readonly reason: string;
  /** Keys of the first of them, where single rows are meant. */
  readonly keys: readonly string[];
}

/** What was exported. */
export interface FhirExported {
  readonly folder: string;
  /** Resources by their type, in the order of the files. */
  readonly resources: Readonly<Record<string, number>>;
  readonly leftOut: readonly LeftOutRows[];
}

/** So many rows are named; all are counted. */
const NAMED = 20;
const NO_RESOURCE = "no resource of FHIR R4 is declared for it";

/**
 * Writes what is in a database as FHIR R4: NDJSON, a file for each type of resource, owner-only; all files or none. The
 * same rows give the same bytes.
 *
 * @throws UsageError if the target declares no resources or the folder is not empty
 */
export async function exportFhir(
  options: FhirExportOptions,
  { note }: Listener = {},
): Promise<FhirExported> {
  const writers = writersOf(options);
  const folder = new NewFolder(options.out, { replaces: options.replaces === true });
  try {
    note?.(`Database ${addressAt(options.database)}`);
    const db = openForReading(options.database);
    try {
      // All tables are read as they are at one moment.
      db.exec("begin");
      const written = await new Exporting(db, options, folder.path).write(writers);
      folder.finish();
      return { folder: options.out, ...written };
    } finally {
      db.close();
    }
  } catch (error) {
    folder.discard();
    throw error;
  }
}

function writersOf({ target, only }: FhirExportOptions): readonly FhirWriter[] {
  const { fhir, title } = target;
  if (fhir.length === 0) {
    throw new UsageError(`${title} does not declare how its rows are written as FHIR.`, {
      cure: 'Declare it under "fhir" in defineTarget (docs/fhir.md).',
    });
  }
  const known = [...new Set(fhir.map(({ entity }) => entity))];
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--only does not know "${unknown}"${nearestHint(unknown, known)}.`, {
      cure: `Name one or more of ${known.join(", ")}.`,
    });
  }
  return fhir.filter(({ entity }) => only === undefined || only.includes(entity));
}

/** An export under way. */
class Exporting {
  readonly #db: Database;
  readonly #options: FhirExportOptions;
  readonly #folder: string;
  readonly #leftOut = new Map<string, { rows: number; keys: string[]; reason: string }>();

  constructor(db: Database, options: FhirExportOptions, folder: string) {
    this.#db = db;
    this.#options = options;
    this.#folder = folder;
  }

  async write(writers: readonly FhirWriter[]): Promise<Omit<FhirExported, "folder">> {
    const types = [...new Set(writers.map(({ type }) => type))];
    const resources: [string, number][] = [];
    for (const type of types) {
      const count = await this.#type(
        type,
        writers.filter((one) => one.type === type),
      );
      if (count > 0) resources.push([type, count]);
    }
    return { resources: Object.fromEntries(resources), leftOut: this.#allLeftOut(writers) };
  }

  async #type(type: string, writers: readonly FhirWriter[]): Promise<number> {
    const file = new OwnerOnlyFile(join(this.#folder, `${type}.ndjson`));
    const breath = new Breath();
    let count = 0;
    try {
      for (const writer of writers) {
        for (const line of this.#lines(writer)) {
          await file.write(line);
          count++;
          checkGoing(this.#options);
          await breath.give();
        }
      }
      if (count === 0) await file.discard();
      else await file.close();
      return count;
    } catch (error) {
      await file.discard();
      throw error;
    }
  }

  *#lines(writer: FhirWriter): Generator<string> {
    const { importers } = this.#options.target;
    const table = importers.find(({ entity }) => entity === writer.entity)?.table;
    if (table === undefined || !this.#db.catalog.hasTable(getTableName(table))) return;
    const names = legacyNames(this.#db, writer.entity);
    const means = { rows: lookingUp(this.#db, importers) };
    for (const row of rowsOf(this.#db, table)) {
      const written = writer.write(row, means);
      if (written === undefined) continue;
      if ("unfit" in written) this.#unfit(writer, row, written.unfit);
      else yield `${resourceText(whole(writer.type, row, { ...written, names }))}\n`;
    }
  }

  #unfit({ entity }: FhirWriter, row: FhirRow, reason: string): void {
    const key = JSON.stringify([entity, reason]);
    const found = this.#leftOut.get(key) ?? { rows: 0, keys: [], reason };
    found.rows++;
    if (found.keys.length < NAMED) found.keys.push(String(row["id"]));
    this.#leftOut.set(key, found);
  }

  /** Rows that are no resources, and tables that have none; what --only leaves out is not told. */
  #allLeftOut(writers: readonly FhirWriter[]): LeftOutRows[] {
    const { target, only } = this.#options;
    const tableOf = (entity: string) =>
      target.importers.find((one) => one.entity === entity)?.table;
    const rows = [...this.#leftOut].map(([key, { rows, keys, reason }]) => {
      const [entity = ""] = JSON.parse(key) as string[];
      const table = tableOf(entity);
      return { entity, table: table ? getTableName(table) : "", rows, reason, keys };
    });
    if (only !== undefined) return rows;
    const written = new Set(writers.flatMap(({ entity, holds = entity }) => [entity, holds]));
    const tables = new Set([...written].flatMap((entity) => tableOf(entity) ?? []));
    const without = target.importers.flatMap(({ entity, table }) => {
      const name = getTableName(table);
      if (tables.has(table) || !this.#db.catalog.hasTable(name)) return [];
      tables.add(table);
      const count = this.#db.count(table);
      if (count === 0) return [];
      return [{ entity, table: name, rows: count, reason: NO_RESOURCE, keys: [] }];
    });
    return [...rows, ...without];
  }
}

type Names = ReturnType<typeof legacyNames>;

const LEGACY = "urn:hmsync:legacy:";
const PUBLIC = "urn:hmsync:public-id";

/** The resource with its id, and with what HMSync and legacy systems call the row. */
function whole(
  type: string,
  row: FhirRow,
  { resource, names }: { readonly resource: FhirElement; readonly names: Names },
): FhirElement {
  const [id, legacyId, publicId] = [row["id"], row["legacyId"], row["publicId"]];
  const known = typeof legacyId === "string" ? names(legacyId, String(id)) : [];
  const own = Array.isArray(resource["identifier"]) ? resource["identifier"] : [];
  const identifier = [
    ...own,
    ...known.map((name) => ({
      use: "secondary",
      system: `${LEGACY}${name.legacySystem}`,
      value: name.legacyId,
    })),
    ...(typeof publicId === "string"
      ? [{ use: "secondary", system: PUBLIC, value: publicId }]
      : []),
  ];
  return { resourceType: type, id: String(id), ...resource, identifier };
}
