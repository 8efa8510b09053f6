import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Target } from "../../importers/define-target.ts";
import { type Weighed, weighDays } from "../assess/across/weigh-days.ts";
import type { ExportProfile, FileProposal } from "../assess/assessment.ts";
import { type FieldEvidence, gatherEvidence } from "../assess/lock/field-evidence.ts";
import { profileFile } from "../assess/profile/profile-file.ts";
import {
  draftMapping,
  FILE_APPLIED,
  type WrittenMapping,
  type WrittenQuestion,
} from "../assess/propose/draft-mapping.ts";
import { entityMappings } from "../assess/propose/field-options.ts";
import { layOutJson } from "../assess/propose/lay-out-json.ts";
import { optionsOfFiles } from "../assess/propose/options-of-files.ts";
import { proposeMapping } from "../assess/propose/propose-mapping.ts";
import { tellDangling } from "../assess/propose/tell-dangling.ts";
import { undecidedFields } from "../assess/propose/undecided-fields.ts";
import { findRelations } from "../assess/relations/find-relations.ts";
import { countMapped } from "../assess/relations/mapped-references.ts";
import { openScratch } from "../db/sqlite/open.ts";
import { isAddress } from "../extract/open-legacy-database.ts";
import type { FittedFile, HeadedFile } from "../mapping/fit.ts";
import { isHeadless } from "../mapping/is-headless.ts";
import { openReadings } from "../mapping/open-readings.ts";
import { firstBy } from "../plain/group-by.ts";
import { writeWhole } from "../plain/whole-file.ts";
import { isOfOpenDatabase, questionsOfDumps } from "../source/dump/ask-of-dumps.ts";
import { overlaid, type ReadingByFile } from "../source/reading-settings.ts";
import type { SourceFile } from "../source/source-file.ts";

const SCHEMA = new URL("../../importers/mapping.schema.json", import.meta.url);
/** What a mapping file's `$schema` names, beside it. */
const SCHEMA_NAME = "mapping.schema.json";

/** What is needed to propose a mapping for an export. */
export interface Assessed {
  readonly profile: Pick<ExportProfile, "files" | "references">;
  readonly proposals: readonly FileProposal[];
  /** What it is to be imported into. */
  readonly target: Target;
}

/** Reads an export for what it is and how it maps. */
export async function assessFiles(
  headed: readonly HeadedFile[],
  target: Target,
): Promise<Assessed> {
  const { vocabulary, importers } = target;
  const files = [];
  for (const one of headed) files.push(await profileFile(one));
  const relations = await findRelations(files, { openScratch });
  const proposed = proposeMapping(relations, { vocabulary, importers });
  const references = await countMapped(relations, proposed, { importers, openScratch });
  const proposals = tellDangling(proposed, references, importers);
  return { profile: { ...relations, references }, proposals, target };
}

/** The files that a proposal takes for an entity. */
export function proposedFiles({ profile, proposals }: Omit<Assessed, "target">): SourceFile[] {
  const proposed = new Set(
    proposals.filter(({ entity }) => entity !== null).map(({ file }) => file),
  );
  return profile.files.filter(({ file }) => proposed.has(file)).map(({ headed }) => headed.file);
}

interface Drafting {
  readonly legacySystem: string;
  /** `YYYY-MM-DD` */
  readonly asOf: string;
  /** What was said about how the files are written: the draft says it too. */
  readonly reading?: ReadingByFile;
}

/**
 * Drafts the mapping of an export that was assessed. Its files are read once more, through the draft, for how
 * the mapped cells are written.
 */
export async function draftExport(
  { profile, proposals, target }: Assessed,
  { legacySystem, asOf, reading = {} }: Drafting,
): Promise<WrittenMapping> {
  const headless = new Set(
    profile.files.filter(({ headed }) => isHeadless(headed)).map(({ file }) => file),
  );
  const { importers } = target;
  const drafting = { proposals, importers, legacySystem, headless };
  const bare = draftMapping({ ...drafting, optionsOf: () => ({}) });
  const evidence = await evidenceOf(bare, { profile, proposals, target }, asOf);
  const draft = draftMapping({
    ...drafting,
    optionsOf: (entity, name) => {
      const field = importers.find((one) => one.entity === entity)?.fields[name];
      const parts = evidence.filter((one) => one.entity === entity && one.field === name);
      return field === undefined ? {} : optionsOfFiles(field, parts);
    },
    undecided: [
      ...questionsOfDumps(proposedFiles({ profile, proposals })),
      ...readingQuestions(profile.files),
      ...undecidedFields(evidence),
    ],
  });
  return withReading(withoutOpenFiles(draft, profile.files), reading);
}

/** Which tables there are depends on the database that a person names: they are found by their columns then. */
function withoutOpenFiles(draft: WrittenMapping, files: Assessed["profile"]["files"]) {
  const open = new Set(
    files.filter(({ headed }) => isOfOpenDatabase(headed.file)).map(({ file }) => file),
  );
  if (open.size === 0) return draft;
  const entities = Object.entries(draft.entities).map(([name, { file, ...rest }]) => {
    const isOpen = [file ?? []].flat().some((one) => open.has(one));
    return [name, isOpen || file === undefined ? rest : { file, ...rest }];
  });
  const isOfOne = ({ key }: WrittenQuestion) =>
    [...open].some((file) => key.startsWith(`reading.${file}.`));
  const undecided = (draft.undecided ?? []).filter((question) => !isOfOne(question));
  return { ...draft, entities: Object.fromEntries(entities), undecided };
}

const readingQuestions = (files: Assessed["profile"]["files"]): WrittenQuestion[] =>
  openReadings(files.map(({ headed }) => headed)).map(({ file, option, says, choices }) => {
    return { key: `reading.${file}.${option}`, or: [`reading.*.${option}`], says, choices };
  });

function withReading(draft: WrittenMapping, told: ReadingByFile): WrittenMapping {
  if (Object.keys(told).length === 0) return draft;
  const { entities, undecided, proposals, ...head } = draft;
  return {
    ...head,
    reading: overlaid(draft.reading ?? {}, told),
    entities,
    ...(undecided && { undecided }),
    ...(proposals && { proposals }),
  };
}

async function evidenceOf(
  bare: WrittenMapping,
  { profile, proposals, target }: Assessed,
  asOf: string,
): Promise<FieldEvidence[]> {
  const entities = entityMappings(bare);
  const mapping = {
    name: "",
    legacySystem: "",
    currency: "XXX",
    timeZone: "UTC",
    reading: {},
    entities,
  };
  const gathering = { asOf, codeWords: target.codeWords };
  const found: Weighed[] = [];
  const applied = firstBy(
    proposals.filter(({ score }) => score >= FILE_APPLIED),
    ({ file }) => file,
  );
  for (const { headed, file } of profile.files) {
    const proposal = applied.get(file);
    const importer = target.importers.find(({ entity }) => entity === proposal?.entity);
    const entity = importer && entities[importer.entity];
    if (importer === undefined || entity === undefined) continue;
    const fitted: FittedFile = { ...headed, importer, mapping: entity, unmapped: [], absent: [] };
    found.push({ fitted, evidence: await gatherEvidence(fitted, mapping, gathering) });
  }
  return (await weighDays(found, { mapping, asOf, openScratch })).flatMap(({ fields }) => fields);
}

/** The text of a mapping file. */
export const mappingText = (written: WrittenMapping): string => `${layOutJson(written)}\n`;

/** Writes a mapping that only its owner can read, and the schema that completes it in an editor. */
export async function writeMapping(path: string, text: string): Promise<void> {
  await writeWhole(join(dirname(path), SCHEMA_NAME), readFileSync(SCHEMA, "utf8"));
  await writeWhole(path, text);
}

const DATES = /[-_. ]*(?:\d{4}(?:[-_. ]?\d{2}){0,2}|\d{1,2}[-_. ]\d{1,2}[-_. ]\d{2,4})$/;

/** What a legacy system is called after its export, without the day of it: later ones are of the same. */
export function legacySystemOf(source: string): string {
  const name = basename(isAddress(source) ? source.replace(/\?.*$/s, "") : source)
    .toLowerCase()
    .replace(/\.[a-z0-9]{1,5}(?:\.gz)?$/, "");
  const plain = name
    .replace(DATES, "")
    .normalize("NFKD")
    .replace(/[^a-z0-9._-]+/g, "-");
  const trimmed = plain.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "").slice(0, 64);
  return trimmed === "" ? "legacy" : trimmed;
}
