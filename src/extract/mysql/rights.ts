import type { Connection } from "./connection.ts";

// A server lists what a user may see, and says nothing of the rest: what may be hidden is told by the grants.

/** What a user's grants say of a schema. */
export interface Rights {
  /** Whether every table of the schema shows. */
  readonly isWhole: boolean;
  /** Tables of which some columns alone may be read. */
  readonly inPart: readonly string[];
}

const GRANT =
  /^GRANT (.+?) ON (?:TABLE )?(\*|[`"](?:[^`"]|``|"")+[`"])\.(\*|[`"](?:[^`"]|``|"")+[`"]) TO /is;
const ROLE = /^GRANT [`"'][^`"']+[`"'](?:@\S+)? TO /i;

/** Reads what the current user may see of a schema; a server that does not say is taken to show everything. */
export async function readRights(connection: Connection, schema: string): Promise<Rights> {
  const rows = await connection
    .rows<Record<string, string>>("show grants")
    .catch((): Record<string, string>[] => []);
  return rightsOf(
    rows.flatMap((row) => Object.values(row).slice(0, 1)),
    schema,
  );
}

/** @param grants as SHOW GRANTS writes them */
export function rightsOf(grants: readonly string[], schema: string): Rights {
  const parsed = grants.flatMap((grant) => {
    const [, privileges = "", on = "", table = ""] = GRANT.exec(grant) ?? [];
    return privileges === "" || !isOf(on, schema) ? [] : [{ privileges, table }];
  });
  const reads = (privileges: string) =>
    /(?:^|, ?)(?:ALL(?: PRIVILEGES)?|SELECT)(?:,|$)/i.test(withoutColumns(privileges));
  const isWhole = parsed.some(({ privileges, table }) => table === "*" && reads(privileges));
  const whole = parsed.filter(({ privileges }) => reads(privileges)).map(({ table }) => table);
  const inPart = parsed
    .filter(({ privileges, table }) => /SELECT \(/i.test(privileges) && !whole.includes(table))
    .map(({ table }) => unquoted(table));
  // What a role may, MySQL does not say here.
  const byRole = parsed.length === 0 && grants.some((grant) => ROLE.test(grant));
  return {
    isWhole: isWhole || grants.length === 0 || byRole,
    inPart: isWhole ? [] : [...new Set(inPart)],
  };
}

/** `SELECT (a, b)` is no SELECT of a table: it becomes `SELECT (`. */
const withoutColumns = (privileges: string): string => privileges.replace(/\([^)]*\)/g, "(");

/** A grant names a schema by a pattern of LIKE. */
function isOf(on: string, schema: string): boolean {
  if (on === "*") return true;
  const pattern = unquoted(on).replace(/\\?[\s\S]/g, (sign) => {
    if (sign === "%") return ".*";
    if (sign === "_") return ".";
    return sign.replace(/^\\/, "").replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  });
  return new RegExp(`^${pattern}$`, "isu").test(schema);
}

function unquoted(name: string): string {
  const quote = name[0] ?? "";
  return name.slice(1, -1).replaceAll(quote + quote, quote);
}
