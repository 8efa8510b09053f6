import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { todayIn } from "../../../importers/convert/time-zone.ts";
import type { FileProposal } from "../../assess/assessment.ts";
import { isCertain, type WrittenMapping } from "../../assess/propose/draft-mapping.ts";
import type { NoMappingFits } from "../../mapping/fit-mapping.ts";
import { refuseOpenReadings } from "../../mapping/open-readings.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import { shellWord } from "../../plain/shell-word.ts";
import { trialText } from "../../report/trial-text.ts";
import {
  assessFiles,
  draftExport,
  legacySystemOf,
  mappingText,
  writeMapping,
} from "../draft-export.ts";
import type { Listener } from "../listener.ts";
import { REPORTS } from "../run/report-folder.ts";
import type { AskedImport, FoundInput } from "./asked-import.ts";
import { findInput } from "./find-input.ts";
import { isHopeless, tryProposal, withTrial } from "./try-proposal.ts";

/**
 * Proposes a mapping from the data and writes it; where every required field is certain, the import
 * continues with it.
 *
 * @throws DecisionNeeded that names the proposal; UsageError, SourceError
 */
export async function proposeImport(
  unknown: NoMappingFits,
  asked: AskedImport,
  listener: Pick<Listener, "note">,
): Promise<FoundInput> {
  refuseOpenReadings(unknown.headed);
  const found = await assessFiles(unknown.headed, asked.target);
  const { legacySystem = legacySystemOf(asked.source), asOf = todayIn("UTC", new Date()) } = asked;
  const { reading = {} } = asked.settings;
  const draft = await draftExport(found, { legacySystem, asOf, reading });
  if (Object.keys(draft.entities).length === 0) throw unknown;
  const trial = await tryProposal(draft, found, { asOf });
  const written = withTrial(draft, trial, asked.target);
  const path = join(REPORTS, `mapping-${legacySystem}.json`);
  const again = `import --source ${shellWord(asked.source)} --mapping ${shellWord(path)}`;
  await write(path, mappingText(written), again);
  const certain = isCertain(written, {
    proposals: found.proposals,
    importers: asked.target.importers,
  });
  if (!certain || isHopeless(trial, asked.target)) {
    const tried = trialText(trial).map((line) => `  ${line}`);
    throw new DecisionNeeded(
      [
        ...unknown.message.split("\n"),
        `A proposed mapping is in ${path}:`,
        ...tell(written),
        ...tried,
      ],
      { cure: `Check ${path}, complete it, and run  hmsync ${again}` },
    );
  }
  listener.note?.(
    `No built-in mapping fits this export. One was derived from its columns and cells, with every required field certain: ${path}`,
  );
  for (const line of zerosOf(found.proposals)) listener.note?.(line);
  const settled = { ...asked, mapping: path };
  return { asked: settled, fit: await findInput(settled), proposed: path };
}

/** Keys that are read with other zeros than are written. */
const zerosOf = (proposals: readonly FileProposal[]): string[] =>
  proposals.flatMap(({ file, columns }) =>
    columns.flatMap(({ header, zeros }) => {
      if (zeros === undefined) return [];
      const how = "pad" in zeros ? `padded to ${zeros.pad} digits` : "read without leading zeros";
      return `${file}, column ${header}: ids are ${how}, like the ids that they refer to`;
    }),
  );

/**
 * Whether a proposal differs from the one before by what flags have answered since, and nobody has answered it in
 * the file: how files are written, and with it which they are.
 */
function isUntouched(before: string, now: string): boolean {
  const [old, proposed] = [before, now].map(
    (text) => ProposalSchema.safeParse(plainJson(text)).data,
  );
  if (old === undefined || proposed === undefined) return false;
  const hasAnswers = Object.entries(old.reading).some(
    ([file, settings]) => JSON.stringify(proposed.reading[file]) !== JSON.stringify(settings),
  );
  const rest = ({ reading, undecided, proposals, entities, ...more }: Proposal) =>
    JSON.stringify([
      more,
      Object.entries(entities).map(([name, { file, ...entity }]) => [name, entity]),
    ]);
  return !hasAnswers && old.undecided.length > 0 && rest(old) === rest(proposed);
}

type Proposal = z.output<typeof ProposalSchema>;

const ProposalSchema = z.looseObject({
  reading: z.record(z.string(), z.unknown()).default({}),
  entities: z.record(z.string(), z.looseObject({ file: z.unknown().optional() })),
  undecided: z.array(z.unknown()).default([]),
  proposals: z.unknown().optional(),
});

function plainJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What is no JSON any more, somebody has edited.
    return undefined;
  }
}

/** A proposal that somebody has worked on is not written over. */
async function write(path: string, text: string, again: string): Promise<void> {
  if (!existsSync(path)) return writeMapping(path, text);
  const before = readFileSync(path, "utf8");
  if (before === text) return;
  if (isUntouched(before, text)) return writeMapping(path, text);
  throw new DecisionNeeded(
    `No built-in mapping fits this export, and ${path} differs from the mapping that would be proposed now.`,
    { cure: `Use it:  hmsync ${again}   or remove it to get a new proposal.` },
  );
}

function tell({ entities, undecided = [] }: WrittenMapping): string[] {
  const files = Object.entries(entities).map(([entity, { file = "(to be named)", fields }]) => {
    return `  ${[file].flat().join(", ")} as ${entity}: ${Object.keys(fields).join(", ")}`;
  });
  const open = undecided.map(({ key, says }) => `  undecided: ${key}: ${says}`);
  return [...files, ...open];
}
