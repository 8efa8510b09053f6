import type { FittedFile } from "../../mapping/fit.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import type { Decision } from "../assessment.ts";
import { type ColumnRole, isDay, roleOf } from "../evidence/column-role.ts";
import type { FieldEvidence, FileEvidence } from "../lock/field-evidence.ts";
import { candidateFormats, writtenFormat } from "./candidates.ts";

/** A field of days, and the ways that it may be written in. */
export interface DayField {
  readonly name: string;
  readonly role: ColumnRole;
  /** What a mapping may say of it: options of the field's converter. */
  readonly candidates: readonly Readonly<Record<string, unknown>>[];
  /** The data alone do not decide between the candidates, and no person has. */
  readonly open: boolean;
}

/** What is known of a file's fields of days. */
export interface DayFile {
  readonly fitted: FittedFile;
  readonly evidence: FileEvidence;
  readonly fields: readonly DayField[];
}

/** Looks which ways of writing come into question for each field of days. */
export function dayFile(
  fitted: FittedFile,
  evidence: FileEvidence,
  { asOf }: { readonly mapping: Mapping; readonly asOf: string },
): DayFile {
  const fields = evidence.fields.flatMap((one): DayField[] => {
    const field = fitted.importer.fields[one.field];
    const role = field && roleOf(field);
    return role !== undefined && isDay(role) ? [dayField(one, role, asOf)] : [];
  });
  return { fitted, evidence, fields };
}

function dayField(evidence: FieldEvidence, role: ColumnRole, asOf: string): DayField {
  const { field: name, options, decisions } = evidence;
  const find = (subject: Decision["subject"]) => decisions.find((one) => one.subject === subject);
  const format = find("dateFormat");
  if (options["format"] !== undefined || format === undefined) {
    return { name, role, candidates: [options], open: false };
  }
  // A century too many is too many for every order alike.
  const pivot = find("centuryPivot")?.options["pivot"] ?? Number(asOf.slice(2, 4));
  const rest = { pivot, ...options };
  if (format.status === "certain") {
    return { name, role, candidates: [{ ...rest, ...format.options }], open: false };
  }
  const candidates = candidateFormats(format.readings).map((formats) => {
    return { ...rest, ...format.options, format: writtenFormat(formats) };
  });
  return { name, role, candidates, open: candidates.length > 1 };
}
