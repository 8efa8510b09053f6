import { isHeadless } from "../../mapping/is-headless.ts";
import type { ColumnProfile, FileProfile, ReferenceFound, Smell } from "../assessment.ts";
import { ofFile } from "../of-file.ts";
import { presentIn } from "../relations/spots.ts";
import type { FileRoles } from "../roles.ts";
import { smell } from "./catalog.ts";

/** Codes are few; more different values are names or texts. */
const MOST_CODES = 50;
const FEWEST_SAME = 20;

interface KnownKeys {
  readonly repeatedKeys: ReadonlyMap<string, readonly number[]>;
  readonly references: readonly ReferenceFound[];
}

/** What a file's profile shows without a look at its records. */
export function fileSmells(
  { file, roles }: FileRoles,
  { repeatedKeys, references }: KnownKeys,
): Smell[] {
  const columns = file.columns.flatMap((column) => {
    const secret = roles.get(column) === "secret" && presentIn(column) > 0;
    const at = { file: file.file, column: column.header };
    return [
      ...columnSmells(file, column),
      ...(secret
        ? [smell("column.secret", { ...at, count: presentIn(column), of: column.cells })]
        : []),
    ];
  });
  return [
    ...headerSmells(file),
    ...keySmells(file, { repeatedKeys, references }),
    ...flawSmells(file),
    ...columns,
  ];
}

function headerSmells({ file, headed, records, columns }: FileProfile): Smell[] {
  const at = { file, column: null, of: columns.length };
  const isWithout = isHeadless(headed);
  const names = new Set(columns.map(({ header }) => header));
  // A name that another column has before it is read with the column's number.
  const twice = columns.filter(({ header, position }) => {
    const [name, number] = header.split(/ \(column (\d+)\)$/);
    return number === String(position + 1) && names.has(name ?? "");
  });
  const unnamed = columns.filter(
    (column) => column.header === `column ${column.position + 1}` && presentIn(column) > 0,
  );
  return [
    ...(isWithout ? [smell("header.missing", { ...at, count: columns.length })] : []),
    ...twice.map(({ header }) => smell("header.twice", { ...at, column: header, count: 1 })),
    ...(!isWithout && unnamed.length > 0
      ? [smell("header.unnamed", { ...at, count: unnamed.length })]
      : []),
    ...(records === 0 ? [smell("file.empty", { ...at, count: 0, of: 0 })] : []),
  ];
}

function keySmells(
  { file, keys, records }: FileProfile,
  { repeatedKeys: repeated, references }: KnownKeys,
): Smell[] {
  const [key] = keys;
  const [header, other] = key?.columns ?? [];
  if (key === undefined || header === undefined || other !== undefined) return [];
  // What points elsewhere and is a part of the key need not be unique by itself.
  const points = ofFile(references, file).some(({ column }) => column === header);
  if (points && keys.some(({ unique }) => unique)) return [];
  const at = { file, column: header, of: records ?? 0 };
  return [
    ...(key.duplicates > 0
      ? [smell("id.duplicate", { ...at, count: key.duplicates, lines: repeated.get(file) ?? [] })]
      : []),
    ...(key.empty > 0 ? [smell("id.empty", { ...at, count: key.empty })] : []),
  ];
}

function flawSmells({ file, flaws, records }: FileProfile): Smell[] {
  const of = records ?? 0;
  return flaws.map(({ flaw, count, lines }) => {
    const at = { file, column: null, count, of, lines };
    if (flaw === "decoded-twice") return smell("text.decoded-twice", at);
    const found = smell("record.flawed", at);
    return { ...found, says: `${flaw}: ${found.says}` };
  });
}

function columnSmells({ file, records }: FileProfile, column: ColumnProfile): Smell[] {
  const { header, cells, distinct, frequent } = column;
  const present = presentIn(column);
  const at = { file, column: header, of: cells };
  if (records === null || records === 0) return [];
  if (present === 0) return [smell("column.empty", { ...at, count: cells })];
  const same = distinct.exact && distinct.count === 1 && present >= FEWEST_SAME;
  const folded = new Set(frequent.map(({ value }) => foldCode(value)));
  const codes =
    distinct.exact && distinct.count === frequent.length && distinct.count <= MOST_CODES;
  const variants = frequent.length - folded.size;
  return [
    ...(same ? [smell("column.constant", { ...at, count: present })] : []),
    ...(codes && variants > 0 ? [smell("code.variants", { ...at, count: variants })] : []),
  ];
}

const foldCode = (value: string): string => value.toLowerCase().replace(/[\s._-]+/g, "");

/** References that lead nowhere. */
export const referenceSmells = (
  references: readonly (ReferenceFound & { readonly lines?: readonly number[] })[],
  files: readonly FileProfile[],
): Smell[] =>
  references
    .filter(({ danglingRecords }) => danglingRecords > 0)
    .map(({ file, column, danglingRecords, lines = [] }) => {
      const of = ofFile(files, file)[0]?.records ?? 0;
      return smell("reference.dangling", { file, column, count: danglingRecords, of, lines });
    });
