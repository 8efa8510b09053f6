import { createHash } from "node:crypto";
import type { LegacyTable } from "./legacy-database.ts";

// What messages, mappings and paths call the tables of a database: their own names, wherever those can lead nowhere
// and be told apart.

/** What leads somewhere else in a path, what some file system refuses, and what no terminal should be sent. */
const UNSAFE = /[/\\:*?"<>|\p{C}\p{Zl}\p{Zp}]/gu;
/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
/** Room for `.csv.gz` and what makes a name unique, in a file name of 255 bytes. */
const MOST_BYTES = 180;

/** A table outside of the default schema is called with its schema. */
export const fullName = ({ schema, name }: Pick<LegacyTable, "schema" | "name">): string =>
  schema === undefined ? name : `${schema}.${name}`;

/** A name for each table, in their order; no two are one in any file system. */
export function tableNames(tables: readonly Pick<LegacyTable, "schema" | "name">[]): string[] {
  const taken = new Set<string>();
  return tables.map((table) => {
    const safe = safeName(fullName(table));
    let free = safe;
    for (let nth = 2; taken.has(foldedName(free)); nth++) free = `${safe}~${nth}`;
    taken.add(foldedName(free));
    return free;
  });
}

/** Some file systems know neither case nor the form of an accent. */
const foldedName = (name: string): string => name.normalize("NFKC").toLowerCase();

function safeName(name: string): string {
  const plain = name.replace(UNSAFE, "_").replace(/^[. ]|[. ]$/g, "_");
  const own = plain === "" ? "_" : RESERVED.test(plain) ? `_${plain}` : plain;
  if (Buffer.byteLength(own) <= MOST_BYTES) return own;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 12);
  return `${cut(own)}~${hash}`;
}

function cut(name: string): string {
  let short = "";
  for (const sign of name) {
    if (Buffer.byteLength(short + sign) > MOST_BYTES) break;
    short += sign;
  }
  return short;
}
