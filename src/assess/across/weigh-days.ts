import type { OpenScratch } from "../../db/database.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import type { Decision } from "../assessment.ts";
import type { FieldEvidence, FileEvidence } from "../lock/field-evidence.ts";
import { type Comparison, compareDays, spot } from "./compare-days.ts";
import { type DayField, type DayFile, dayFile } from "./day-fields.ts";
import { weighAges } from "./weigh-ages.ts";

/** So many days out of order are no slips of the pen; and so many times more than another candidate has. */
const BROKEN = 5;
const TIMES = 10;

/** A file of an import, and what its own columns prove. */
export interface Weighed {
  readonly fitted: FittedFile;
  readonly evidence: FileEvidence;
}

/**
 * Lets columns of days that their own cells leave open be decided by others: births lie before
 * registrations, and both before visits; ages say in which century. Files are read again only where something is open.
 *
 * @returns the evidence, with what is decided now
 */
export async function weighDays(
  files: readonly Weighed[],
  context: {
    readonly mapping: Mapping;
    readonly asOf: string;
    readonly openScratch: OpenScratch;
  },
): Promise<FileEvidence[]> {
  const days = files.map(({ fitted, evidence }) => dayFile(fitted, evidence, context));
  const isOpen = days.some(({ fields }) => fields.some(({ open }) => open));
  const comparison = isOpen ? await compareDays(days, context) : undefined;
  const weighed: FileEvidence[] = [];
  for (const file of days) {
    const settled = comparison === undefined ? file.evidence : settleFile(file, comparison);
    weighed.push(await weighAges(file.fitted, settled, context));
  }
  return weighed;
}

function settleFile(file: DayFile, comparison: Comparison): FileEvidence {
  const fields = file.evidence.fields.map((evidence) => {
    const field = file.fields.find(({ name, open }) => open && name === evidence.field);
    return field === undefined ? evidence : settleField(evidence, { file, field, comparison });
  });
  return { ...file.evidence, fields };
}

interface Open {
  readonly file: DayFile;
  readonly field: DayField;
  readonly comparison: Comparison;
}

function settleField(evidence: FieldEvidence, { file, field, comparison }: Open): FieldEvidence {
  const name = spot(file.fitted, field.name);
  const counts = comparison.counts.filter(({ early, late }) => early === name || late === name);
  const faults = field.candidates.map((_, at) => {
    const broken = counts.reduce((sum, count) => sum + count.leastBroken(name, at), 0);
    return broken + (comparison.refused.get(name)?.[at] ?? 0);
  });
  const least = Math.min(...faults);
  const best = faults.indexOf(least);
  const others = faults.filter((_, at) => at !== best);
  const clear = others.every((count) => count >= BROKEN && count >= least * TIMES);
  const format = field.candidates[best]?.["format"];
  if (!clear || format === undefined) return evidence;
  const partners = counts.map(({ early, late }) => (early === name ? late : early));
  const says = field.candidates
    .map(({ format: one }, at) => `as ${spellFormat(one)} ${faults[at]}`)
    .join(", ");
  const because = `read ${says} would be out of order with ${partners.join(", ")}`;
  return { ...evidence, decisions: evidence.decisions.map((one) => settle(one, format, because)) };
}

function settle(decision: Decision, format: unknown, because: string): Decision {
  if (decision.subject !== "dateFormat") return decision;
  const evidence = `${decision.evidence}; ${because}`;
  return { ...decision, status: "certain", evidence, options: { ...decision.options, format } };
}

const spellFormat = (format: unknown): string => [format].flat().join(" and ");
