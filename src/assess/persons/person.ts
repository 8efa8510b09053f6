import { asciiDigits } from "../../../importers/convert/digits.ts";
import { trimText } from "../../../shared/trim-text.ts";
import type { SourceRecord } from "../../source/record.ts";
import type { ColumnProfile } from "../assessment.ts";
import { isNullToken } from "../profile/cell-look.ts";
import { dayReader } from "../read-day.ts";
import { columnIn, columnsIn, type FileRoles } from "../roles.ts";

/** What a person is known by, made comparable; empty if it is not recorded. */
export interface Person {
  readonly line: number;
  readonly id: string;
  /** Words in the order of the alphabet, without accents, titles, letter case. */
  readonly name: string;
  /** `YYYY-MM-DD` */
  readonly birth: string;
  /** The last nine digits: prefixes are written in many ways. */
  readonly phone: string;
  readonly email: string;
  readonly gender: string;
  readonly address: string;
  readonly nationalId: string;
}

/** Reads the person in a record. */
export type ReadPerson = (record: SourceRecord) => Person;

const TITLES =
  /^(?:dr|prof|mr|mrs|ms|miss|mme|mlle|sr|sra|srta|herr|frau|dipl|ing|md|phd|ii|iii|jr|shri|smt)$/;

/**
 * How the persons of a file are read; undefined if the file does not know people by a name and
 * something else.
 */
export function personReader(roles: FileRoles): ReadPerson | undefined {
  const names = nameColumns(roles);
  const id = idColumn(roles);
  const [birth, gender] = [columnIn(roles, "birth"), columnIn(roles, "gender")];
  const phones = columnsIn(roles, "phone").slice(0, 1);
  const emails = columnsIn(roles, "email").slice(0, 1);
  const addresses = columnsIn(roles, "address");
  const national = columnsIn(roles, "nationalId").slice(0, 1);
  const known = [birth, ...phones, ...emails, ...addresses, ...national].filter(Boolean);
  // Companies have names, phones and addresses too.
  const human = [birth, gender, ...emails].some(Boolean) || names.length > 1;
  if (names.length === 0 || id === undefined || known.length === 0 || !human) return undefined;
  const readDay = birth && dayReader(birth);
  return (record) => ({
    line: record.line,
    id: text(record, [id]),
    name: comparableName(text(record, names)),
    birth: (birth && readDay?.(text(record, [birth]))) ?? "",
    phone: lastDigits(text(record, phones)),
    email: text(record, emails).toLowerCase(),
    gender: gender === undefined ? "" : text(record, [gender]).toLowerCase().slice(0, 1),
    address: plain(text(record, addresses)),
    nationalId: plain(text(record, national)),
  });
}

function nameColumns(roles: FileRoles): readonly ColumnProfile[] {
  const parts = [...columnsIn(roles, "firstName"), ...columnsIn(roles, "lastName")];
  return parts.length > 0 ? parts : columnsIn(roles, "fullName").slice(0, 1);
}

/** As proposed, else the likeliest key. */
function idColumn(roles: FileRoles): ColumnProfile | undefined {
  const [key] = roles.file.keys;
  const header = key?.columns.length === 1 ? key.columns[0] : undefined;
  return columnIn(roles, "id") ?? roles.file.columns.find((column) => column.header === header);
}

function text({ cells }: SourceRecord, columns: readonly ColumnProfile[]): string {
  const parts = columns.map(({ position }) => trimText(cells[position] ?? ""));
  return parts.filter((part) => part !== "" && !isNullToken(part)).join(" ");
}

/** Two names take their lengths multiplied to be compared; what is longer is no name. */
const LONGEST_NAME = 400;

/** `Dr. José SMITH` and `Smith, Jose` are the same. */
export function comparableName(name: string): string {
  return plain(name.slice(0, LONGEST_NAME))
    .split(" ")
    .filter((word) => word !== "" && !TITLES.test(word))
    .sort()
    .join(" ");
}

const ASCII = /^\p{ASCII}*$/u;

function plain(value: string): string {
  // What has no other signs is told sooner.
  if (ASCII.test(value)) return words(value.toLowerCase(), /[^a-z\d]+/g);
  return words(value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(), /[^\p{L}\p{N}]+/gu);
}

const words = (text: string, between: RegExp): string => text.replace(between, " ").trim();

const FEWEST_DIGITS = 7;

function lastDigits(phone: string): string {
  const digits = asciiDigits(phone).replace(/\D/g, "");
  const same = /^(\d)\1*$/.test(digits);
  return digits.length < FEWEST_DIGITS || same ? "" : digits.slice(-9);
}
