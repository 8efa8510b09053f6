import type { ColumnProfile, ReferenceFound } from "../assessment.ts";
import { ofFile } from "../of-file.ts";
import type { TableReading } from "./read-table.ts";

const MOSTLY = 0.9;

/** Whether the cells of a column are several words nearly all, as whole names are. */
export function holdsSeveralWords(column: ColumnProfile | undefined): boolean {
  const shapes = column?.shapes ?? [];
  const sum = (list: typeof shapes) => list.reduce((all, { count }) => all + count, 0);
  return (
    shapes.length > 0 && sum(shapes.filter(({ shape }) => / /.test(shape))) >= sum(shapes) * MOSTLY
  );
}

/** Says whether a column holds names of several words, and none of another file's ids. */
export const namesAmong =
  (tables: readonly TableReading[], references: readonly ReferenceFound[]) =>
  (file: string, header: string): boolean => {
    const table = ofFile(tables, file)[0];
    const isId = ({ toFile, toColumn }: ReferenceFound) => {
      const other = ofFile(tables, toFile)[0];
      return other?.own !== undefined && other.header[other.own] === toColumn;
    };
    const isReference = ofFile(references, file).some((one) => one.column === header && isId(one));
    return !isReference && holdsSeveralWords(table?.columns[table.header.indexOf(header)]);
  };
