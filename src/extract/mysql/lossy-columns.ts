import type { ListedColumn } from "./catalog.ts";
import { quoteName } from "./names.ts";

/** Their every byte is a letter of Unicode, or they are Unicode and checked as they are read. */
const SAFE = /^(?:utf8(?:mb[34])?|latin1|binary)$/i;

/**
 * SQL that counts the cells of each column that a server would not hand on whole: where a letter of its encoding is
 * none of Unicode, it sends a question mark and says nothing. Undefined if no column can hold one.
 */
export function lossySql(columns: readonly ListedColumn[], from: string): string | undefined {
  const counted = lossyColumns(columns).map(({ column, charset }, at) => {
    const name = quoteName(column.name);
    // A name of an encoding, as the server has it.
    const back = `convert(convert(${name} using utf8mb4) using ${charset?.replace(/\W/g, "")})`;
    return `sum(cast(${name} as binary) <> cast(${back} as binary)) as c${at}`;
  });
  return counted.length === 0 ? undefined : `select ${counted.join(", ")} from ${from}`;
}

/** Columns whose encoding has letters that Unicode has not. */
export const lossyColumns = (columns: readonly ListedColumn[]): ListedColumn[] =>
  columns.filter(({ charset }) => charset !== null && !SAFE.test(charset));
