import type { Dialect } from "../source/record.ts";
import type { SourceFile } from "../source/source-file.ts";

interface Headed {
  readonly file: SourceFile;
  readonly dialect?: Dialect | undefined;
}

/** Whether nothing names the columns of a file: no header, no keys of JSON, no statement of its dump. */
export const isHeadless = ({ dialect, file }: Headed): boolean =>
  file.table?.table.named === "made up" ||
  (dialect?.header === "none" && dialect.columns === undefined);
