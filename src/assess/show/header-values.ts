import type { CellKind } from "../assessment.ts";
import { kindOf } from "../profile/cell-look.ts";
import type { AssessmentDocument } from "./document.ts";

/** Nobody calls a column a day, a phone, an address: a record was taken for the header. */
const VALUES: ReadonlySet<CellKind> = new Set<CellKind>([
  ...(["date", "dateTime", "phone", "email", "uuid", "decimal"] as const),
]);

/** The document without the names of columns that are evidently values, wherever they stand. */
export function withoutHeaderValues(document: AssessmentDocument): AssessmentDocument {
  const values = document.files.flatMap(({ columns }) =>
    columns.flatMap(({ header, position }) =>
      header !== "" && VALUES.has(kindOf(header)) ? [[header, position] as const] : [],
    ),
  );
  if (values.length === 0) return document;
  // The longest first: of a value that holds another one, nothing may be left over.
  values.sort(([one], [other]) => other.length - one.length);
  return replaced(document, (text) =>
    values.reduce(
      (sofar, [value, at]) => sofar.replaceAll(value, `(a value as the name of column ${at + 1})`),
      text,
    ),
  ) as AssessmentDocument;
}

function replaced(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((one) => replaced(one, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [replace(key), replaced(one, replace)]),
  );
}
