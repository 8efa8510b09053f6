import pg from "pg";
import { DatabaseError } from "../../plain/errors.ts";
import type { ChangedTable } from "./changed-table.ts";

// The server may have columns that the schema does not know. What the application keeps there stands in no ledger: a
// row that is deleted would take it along, and no undo would bring it back.

interface OwnColumn {
  readonly name: string;
  /** What a row gets that names no value. */
  readonly usual: string | null;
}

/**
 * What the server works out by itself is left out: numbers, sums of other columns, what a search looks through, and
 * defaults that are another value each time.
 */
const OWN = `
  select a.attname::text as name, pg_catalog.pg_get_expr(d.adbin, d.adrelid) as usual
    from pg_catalog.pg_attribute a
    left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attrelid = $1::pg_catalog.regclass and a.attnum > 0 and not a.attisdropped
     and a.attidentity = '' and a.attgenerated = '' and a.atttypid <> 'pg_catalog.tsvector'::pg_catalog.regtype
     and a.attname <> all ($2::text[])
     and (d.adbin is null or pg_catalog.pg_get_expr(d.adbin, d.adrelid) ~ $3)
   order by a.attnum`;

/** A text, a number, a truth value or nothing, and its type. */
const CONSTANT = "^('([^']|'')*'|-?[0-9.]+|true|false|NULL)(::[^()]+)?$";

/**
 * Keeps rows from being deleted in which the application has written something of its own.
 *
 * @param isGone which of the former rows, `f`, are deleted
 */
export async function refuseToDropOwnValues(
  client: pg.Client,
  { pair, target, title, former }: ChangedTable,
  { same, isGone }: { readonly same: string; readonly isGone: string },
): Promise<void> {
  const known = pair.columns.map(({ name }) => name);
  const { rows: columns } = await client.query<OwnColumn>(OWN, [target, known, CONSTANT]);
  if (columns.length === 0) return;
  const asked = columns.map(
    (column) => `pg_catalog.count(*) filter (where ${holdsOther(column)})::text`,
  );
  const { rows } = await client.query({
    text: `select ${asked.join(", ")} from ${target} t join ${former} f on ${same} where ${isGone}`,
    rowMode: "array",
  });
  const [counts = []] = rows as string[][];
  const lines = columns.flatMap(({ name }, nth) =>
    counts[nth] === "0" ? [] : [`  ${title}.${name}: ${counts[nth]} rows`],
  );
  if (lines.length > 0) throw new OwnValues(lines);
}

/** As texts: not every type knows when two values are equal. */
const holdsOther = ({ name, usual }: OwnColumn): string =>
  `t.${pg.escapeIdentifier(name)}::text is distinct from (${usual ?? "null"})::text`;

/** Rows that are to be deleted hold what only the application knows. */
export class OwnValues extends DatabaseError {
  constructor(lines: readonly string[]) {
    super(
      [
        "Rows that this run deletes hold values in columns that the schema does not know. They would be lost. Nothing was written.",
        ...lines,
      ],
      {
        cure: "Keep these values elsewhere, set the columns to their default in these rows, and run again; or leave the rows.",
      },
    );
  }
}
