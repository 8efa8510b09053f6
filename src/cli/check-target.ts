import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Field, Importer } from "../../importers/define.ts";
import type { Target } from "../../importers/define-target.ts";
import { keyColumn } from "../db/key-column.ts";
import { UsageError } from "../plain/errors.ts";
import { nearestHint } from "../plain/nearest.ts";

/**
 * Checks what a configuration declares. The compiler finds most of it, but a configuration runs without being compiled.
 *
 * @throws UsageError that says what is wrong
 */
export function checkTarget({ name, importers, tables }: Target, path: string): void {
  const entities = importers.map(({ entity }) => entity);
  const twice = entities.find((entity, at) => entities.indexOf(entity) !== at);
  const elsewhere = importers.find(({ table }) => !Object.values(tables).includes(table));
  const what =
    (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name) && `names its target ${JSON.stringify(name)}`) ||
    (entities.length === 0 && "declares no importer") ||
    (twice !== undefined && `declares two importers of ${twice}`) ||
    (elsewhere && `does not list the table of ${elsewhere.entity} among the target's tables`);
  if (what) {
    throw new UsageError(`${path} ${what}.`, {
      cure: "A target has a name in lower-case letters, and an importer for each entity whose table is among its tables.",
    });
  }
  for (const { table } of importers) keyColumn(table);
  const faults = importers.flatMap((importer) => [
    ...withoutColumn(importer),
    ...Object.entries(importer.fields).flatMap(([field, declared]) => {
      const fault = faultOf(importer, [field, declared], entities);
      return fault === undefined ? [] : [`${importer.entity}.${field} ${fault}`];
    }),
  ]);
  if (faults.length === 0) return;
  throw new UsageError(`${path} is wrong:\n${faults.map((one) => `  ${one}`).join("\n")}`, {
    cure: "Correct these declarations. An editor that checks types shows them as well.",
  });
}

const columnsOf = ({ table }: Importer): Readonly<Record<string, SQLiteColumn>> =>
  getTableColumns(table) as Record<string, SQLiteColumn>;

const lacks = (importer: Importer, key: string): string =>
  `has no column in ${getTableName(importer.table)}${nearestHint(key, Object.keys(columnsOf(importer)))}`;

/** Columns that an importer fills without a field. */
function withoutColumn(importer: Importer): string[] {
  const { entity, derives, fromTargetId, numbers = [] } = importer;
  return [...derives, ...Object.keys(fromTargetId), ...numbers.map(({ column }) => column)]
    .filter((key) => !(key in columnsOf(importer)))
    .map((key) => `${entity}.${key} ${lacks(importer, key)}`);
}

function faultOf(
  importer: Importer,
  [name, field]: readonly [string, Field],
  entities: readonly string[],
): string | undefined {
  const { reference } = field;
  if (reference !== undefined && !reference.rows && !entities.includes(reference.entity)) {
    return `refers to ${reference.entity}, which has no importer${nearestHint(reference.entity, entities)}`;
  }
  // The crosswalk knows it where the table does not.
  if (field.stored === false || name === "legacyId") return undefined;
  const key = field.column ?? name;
  const column = columnsOf(importer)[key];
  if (column === undefined) return lacks(importer, key);
  const { dataType } = column;
  if (dataType !== "string" && dataType !== "number" && dataType !== "boolean") {
    return `goes into a column of the kind ${dataType}: declare it as a text or a number`;
  }
  const isOther = reference === undefined && TEXTS.has(field.kind) && dataType !== "string";
  return isOther ? `is a text, and its column a ${dataType}` : undefined;
}

/** What these fields store is a text. */
const TEXTS: ReadonlySet<string> = new Set(["text", "phone", "code", "date", "time", "decimal"]);
