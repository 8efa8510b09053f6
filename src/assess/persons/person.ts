import { trimText } from "../../../shared/trim-text.ts";
import {
  comparableName,
  lastDigits,
  type Person,
  plainWords,
} from "../../persons/likeness/person.ts";
import type { SourceRecord } from "../../source/record.ts";
import type { ColumnProfile } from "../assessment.ts";
import { isNullToken } from "../profile/cell-look.ts";
import { dayReader } from "../read-day.ts";
import { columnIn, columnsIn, type FileRoles } from "../roles.ts";

/** Reads the person in a record. */
export type ReadPerson = (record: SourceRecord) => Person;

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
    address: plainWords(text(record, addresses)),
    nationalId: plainWords(text(record, national)),
    given: "",
    marks: "",
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
