import type { Importer } from "../../../importers/define.ts";
import type { Vocabulary } from "../../../importers/define-vocabulary.ts";
import type { ColumnProposal, FileProposal } from "../assessment.ts";

interface Known {
  readonly importers: readonly Importer[];
  readonly vocabulary: Vocabulary;
  /** Whether a column holds names of several words, and none of another file's ids. */
  readonly holdsNames?: (file: string, header: string) => boolean;
}

/**
 * What names a person or a place that no file of the export holds, or names it by its name, as the text that it is,
 * where its entity has a field for that: nobody need be asked who or what was meant. A column beside one that is such a text stays unmapped.
 */
export function asRecorded(
  proposals: readonly FileProposal[],
  { importers, vocabulary, holdsNames = () => false }: Known,
): FileProposal[] {
  const held = new Set(proposals.map(({ entity }) => entity));
  return proposals.map((proposal) => {
    const { texts } = vocabulary.entities.find(({ entity }) => entity === proposal.entity) ?? {};
    const { fields = {} } = importers.find(({ entity }) => entity === proposal.entity) ?? {};
    if (texts === undefined) return proposal;
    const whyText = ({ header }: ColumnProposal, parent: string) => {
      if (!held.has(parent)) return `no file of the export holds ${parent}`;
      const names = holdsNames(proposal.file, header);
      return names ? `its cells are names, not ids of ${parent}` : undefined;
    };
    const taken = new Set(proposal.columns.map(({ field }) => field));
    const columns = proposal.columns.map((column): ColumnProposal => {
      const text = texts[column.field ?? ""];
      const parent = fields[column.field ?? ""]?.reference?.entity;
      const why = parent === undefined ? undefined : whyText(column, parent);
      if (text === undefined || why === undefined) return column;
      const { role: _, ...rest } = column;
      const field = taken.has(text) ? null : text;
      taken.add(field);
      return { ...rest, field, reason: [column.reason, why].filter(Boolean).join("; ") };
    });
    return { ...proposal, columns };
  });
}
