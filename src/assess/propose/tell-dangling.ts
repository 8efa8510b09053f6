import type { Field, Importer } from "../../../importers/define.ts";
import type { FileProposal, ReferenceFound } from "../assessment.ts";
import { ofFile } from "../of-file.ts";
import { subjectOf } from "../relations/header-words.ts";
import { APPLIED } from "./draft-mapping.ts";

/** From this share of records on, a person says what becomes of them before anything is imported. */
const MANY = 0.5;

/**
 * The proposals with what is known of their references: values that no parent has are reported, and asked about
 * where most records have one, or no file holds such parents. Where zeros alone are in the way, they are mended.
 */
export function tellDangling(
  proposals: readonly FileProposal[],
  references: readonly ReferenceFound[],
  importers: readonly Importer[],
): FileProposal[] {
  return proposals.map((proposal): FileProposal => {
    const fields = importers.find(({ entity }) => entity === proposal.entity)?.fields ?? {};
    const told = proposal.columns.flatMap(({ header, field, score }) => {
      const parent = parentOf(fields[field ?? ""]);
      const found = ofFile(references, proposal.file).find(
        ({ column, toFile }) =>
          column === header && ofFile(proposals, toFile).some(({ entity }) => entity === parent),
      );
      if (field === null || found === undefined || found.dangling === 0) return [];
      return [{ column: header, field, score, found }];
    });
    const known = { proposal, fields, proposals };
    const orphans = parentless(known, importers);
    const hints = told.map(({ found, ...hint }) => ({ ...hint, reason: saysOf(found) }));
    const columns = proposal.columns.map((column) => {
      const zeros = told.find((one) => one.column === column.header)?.found.zeros;
      return zeros === undefined ? column : { ...column, zeros };
    });
    const open = told
      .filter(({ found: { zeros } }) => zeros === undefined)
      .filter(({ found }) => found.danglingRecords >= (proposal.records ?? 0) * MANY)
      .map(({ field, found }) => ({
        key: `entities.${proposal.entity}.fields.${field}.onUnknown`,
        decision: null,
        says: `${saysOf(found)}: name another column, or say what to do with these records`,
        choices: CHOICES,
      }));
    const all = [...(proposal.hints ?? []), ...hints];
    return {
      ...proposal,
      columns,
      ...(all.length > 0 && { hints: all }),
      open: [...proposal.open.map((one) => withoutParents(one, known)), ...orphans, ...open],
    };
  });
}

const CHOICES = ["reject", "null", "placeholder"];

interface Orphaned {
  readonly proposal: FileProposal;
  readonly fields: Importer["fields"];
  readonly proposals: readonly FileProposal[];
}

type Question = FileProposal["open"][number];

/** The entity whose records a field names; rows that no import makes are in no export. */
const parentOf = (field: Field | undefined): string | undefined =>
  field?.reference?.rows === undefined ? field?.reference?.entity : undefined;

/** Questions of references to an entity that no file of the export holds. */
function parentless(
  { proposal, fields, proposals }: Orphaned,
  importers: readonly Importer[],
): Question[] {
  const { entity, file, columns, records } = proposal;
  if (entity === null || records === 0) return [];
  return columns.flatMap(({ header, field, score }) => {
    const parent = parentOf(fields[field ?? ""]);
    if (parent === undefined || score < APPLIED) return [];
    if (proposals.some((one) => one.entity === parent)) return [];
    // A role that nobody has described is not made up.
    const isMade = importers.find((one) => one.entity === parent)?.placeholder !== undefined;
    const first = isMade
      ? '"placeholder" creates a row for each, to be completed'
      : '"null" imports them without it';
    const says = `${file}, column ${header}, refers to ${parent}, but no file of the export holds any: add that file, or say what to do with these records (${first}; "reject" is for ${parent} that an earlier import brought)`;
    const key = `entities.${entity}.fields.${field}.onUnknown`;
    const choices = CHOICES.filter((one) => isMade || one !== "placeholder");
    return [{ key, decision: null, says, choices }];
  });
}

/** A reference without a column is asked about otherwise where nothing holds what it would lead to. */
function withoutParents(question: Question, { proposal, fields, proposals }: Orphaned): Question {
  const { entity, file, columns } = proposal;
  const name = Object.keys(fields).find(
    (one) => question.key === `entities.${entity}.fields.${one}`,
  );
  const parent = parentOf(fields[name ?? ""]);
  if (parent === undefined || proposals.some((one) => one.entity === parent)) return question;
  const subject = subjectOf(fields[name ?? ""]?.label ?? parent);
  const called = columns.filter(
    ({ header, field }) =>
      field === null && subjectOf(header).some((word) => subject.includes(word)),
  );
  const says = `no column of ${file} is ${name}, and no file of the export holds ${parent}: name the column that identifies them ("onUnknown": "placeholder" creates a row for each, to be completed)${question.rule ? `, or set the rule ${question.rule} to "warning"` : `, or remove ${entity}`}`;
  const choices = called.map(({ header }) =>
    JSON.stringify({ column: header, onUnknown: "placeholder" }),
  );
  return { ...question, says, ...(choices.length > 0 && { choices }) };
}

function saysOf({ zeros, ...found }: ReferenceFound): string {
  const { file, column, toFile, values, dangling, danglingRecords } = found;
  const says = `${dangling} of the ${values} different values of ${file}, column ${column}, are not ids of ${toFile} (${danglingRecords} records)`;
  if (zeros === undefined) return says;
  const how = "pad" in zeros ? `padded to ${zeros.pad} digits` : "without leading zeros";
  return `${says}; ${how}, all of them are, so they are read that way`;
}
