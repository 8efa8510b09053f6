import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { todayIn } from "../../importers/convert/time-zone.ts";
import type { FileProposal } from "../assess/assessment.ts";
import { isCertain, type WrittenMapping } from "../assess/propose/draft-mapping.ts";
import { DecisionNeeded } from "../errors.ts";
import type { NoMappingFits } from "../import/fit-mapping.ts";
import { refuseOpenEncodings } from "../import/open-encodings.ts";
import { trialText } from "../report/trial-text.ts";
import { shellWord } from "../shell-word.ts";
import { askOfDumps } from "../source/dump/ask-of-dumps.ts";
import {
  assessFiles,
  draftExport,
  legacySystemOf,
  mappingText,
  proposedFiles,
  writeMapping,
} from "./draft-export.ts";
import { findInput } from "./find-input.ts";
import type { FoundInput } from "./find-or-propose.ts";
import type { ImportArguments } from "./import-settings.ts";
import { REPORTS } from "./report-folder.ts";
import type { Terminal } from "./terminal.ts";
import { isHopeless, tryProposal, withTrial } from "./try-proposal.ts";
import { IMPORTERS } from "./wiring.ts";

/**
 * Proposes a mapping from the data and writes it; where every required field is certain, the import
 * goes on with it.
 *
 * @throws DecisionNeeded that names the proposal; UsageError, SourceError
 */
export async function proposeImport(
  unknown: NoMappingFits,
  asked: ImportArguments,
  terminal: Terminal,
): Promise<FoundInput> {
  refuseOpenEncodings(unknown.headed);
  const found = await assessFiles(unknown.headed);
  const { legacySystem = legacySystemOf(asked.source), asOf = todayIn("UTC", new Date()) } = asked;
  const { reading = {} } = asked.settings;
  askOfDumps(proposedFiles(found), { oneAlone: "is open" });
  const draft = await draftExport(found, { legacySystem, asOf, reading });
  if (Object.keys(draft.entities).length === 0) throw unknown;
  const trial = await tryProposal(draft, found, { asOf });
  const written = withTrial(draft, trial);
  const path = join(REPORTS, `mapping-${legacySystem}.json`);
  const again = `import --source ${shellWord(asked.source)} --mapping ${shellWord(path)}`;
  await write(path, mappingText(written), again);
  const certain = isCertain(written, { proposals: found.proposals, importers: IMPORTERS });
  if (!certain || isHopeless(trial)) {
    const tried = trialText(trial).map((line) => `  ${line}`);
    throw new DecisionNeeded(
      [
        ...unknown.message.split("\n"),
        `A mapping is proposed in ${path}:`,
        ...tell(written),
        ...tried,
      ],
      { cure: `Look through ${path}, complete it, and run  hmsync ${again}` },
    );
  }
  terminal.narrate(
    `No mapping fits this export. One was found from its columns and cells, every required field for certain: ${path}`,
  );
  for (const line of zerosOf(found.proposals)) terminal.narrate(line);
  const settled = { ...asked, mapping: path };
  return { asked: settled, fit: await findInput(settled), proposed: path };
}

/** Keys that are read with other zeros than are written. */
const zerosOf = (proposals: readonly FileProposal[]): string[] =>
  proposals.flatMap(({ file, columns }) =>
    columns.flatMap(({ header, zeros }) => {
      if (zeros === undefined) return [];
      const how = "pad" in zeros ? `padded to ${zeros.pad} digits` : "read without leading zeros";
      return `${file}, column ${header}: ids are ${how}, as those that they name are written`;
    }),
  );

/** A proposal that somebody has worked on is not written over. */
async function write(path: string, text: string, again: string): Promise<void> {
  if (!existsSync(path)) return writeMapping(path, text);
  if (readFileSync(path, "utf8") === text) return;
  throw new DecisionNeeded(
    `No mapping that ships fits this export, and ${path} holds one that is not what is proposed of it now.`,
    { cure: `Use it:  hmsync ${again}   or remove it, to have one proposed again.` },
  );
}

function tell({ entities, undecided = [] }: WrittenMapping): string[] {
  const files = Object.entries(entities).map(([entity, { file = "(to be named)", fields }]) => {
    return `  ${[file].flat().join(", ")} as ${entity}: ${Object.keys(fields).join(", ")}`;
  });
  const open = undecided.map(({ key, says }) => `  undecided: ${key}: ${says}`);
  return [...files, ...open];
}
