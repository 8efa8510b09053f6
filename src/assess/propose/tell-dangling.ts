import type { Importer } from "../../../importers/define.ts";
import type { FileProposal, ReferenceFound } from "../assessment.ts";

/** From this share of records on, a person says what becomes of them before anything is imported. */
const MANY = 0.5;

/**
 * The proposals with what is known of their references: values that no parent has are told, and asked about
 * where most records have one.
 */
export function tellDangling(
  proposals: readonly FileProposal[],
  references: readonly ReferenceFound[],
  importers: readonly Importer[],
): FileProposal[] {
  return proposals.map((proposal): FileProposal => {
    const fields = importers.find(({ entity }) => entity === proposal.entity)?.fields ?? {};
    const told = proposal.columns.flatMap(({ header, field, score }) => {
      const parent = fields[field ?? ""]?.reference?.entity;
      const found = references.find(
        ({ file, column, toFile }) =>
          file === proposal.file &&
          column === header &&
          proposals.some((one) => one.file === toFile && one.entity === parent),
      );
      if (field === null || found === undefined || found.dangling === 0) return [];
      return [{ column: header, field, score, found }];
    });
    if (told.length === 0) return proposal;
    const hints = told.map(({ found, ...hint }) => ({ ...hint, reason: saysOf(found) }));
    const open = told
      .filter(({ found }) => found.danglingRecords >= (proposal.records ?? 0) * MANY)
      .map(({ field, found }) => ({
        key: `entities.${proposal.entity}.fields.${field}.onUnknown`,
        decision: null,
        says: `${saysOf(found)}: name another column, or say what becomes of these records`,
        choices: ["reject", "null", "placeholder"],
      }));
    const all = [...(proposal.hints ?? []), ...hints];
    return { ...proposal, hints: all, open: [...proposal.open, ...open] };
  });
}

const saysOf = ({ file, column, toFile, values, dangling, danglingRecords }: ReferenceFound) =>
  `${dangling} of the ${values} different values of ${file}, column ${column}, are no ids of ${toFile} (${danglingRecords} records)`;
