import { existsSync } from "node:fs";
import type { ExportProfile, FileProposal } from "../assess/assessment.ts";
import { DecisionNeeded, UsageError } from "../errors.ts";
import { shellWord } from "../shell-word.ts";
import { draftExport, legacySystemOf, mappingText, writeMapping } from "./draft-export.ts";

/** How a proposed mapping is to be written. */
export interface WritingAsked {
  readonly source: string;
  /** The file of the mapping. */
  readonly write: string;
  readonly overwrite: boolean;
  readonly legacySystem: string | undefined;
  /** `YYYY-MM-DD` */
  readonly asOf: string;
}

/** @throws UsageError where the file is there and nobody said that it may be replaced */
export function refuseOverwriting({ write, overwrite }: Pick<WritingAsked, "write" | "overwrite">) {
  if (overwrite || !existsSync(write)) return;
  throw new UsageError(`${write} is there already.`, {
    cure: "Name another file with --write, or add --overwrite: what was edited in it is lost then.",
  });
}

/**
 * Writes what is proposed as a mapping file, and its schema beside it.
 *
 * @returns what was written, and what to do next
 * @throws DecisionNeeded where nothing is proposed; SystemError
 */
export async function writeProposal(
  profile: Pick<ExportProfile, "files" | "references">,
  proposals: readonly FileProposal[],
  { source, write, legacySystem = legacySystemOf(source), asOf }: WritingAsked,
): Promise<string> {
  const written = await draftExport({ profile, proposals }, { legacySystem, asOf });
  const entities = Object.keys(written.entities);
  if (entities.length === 0) {
    throw new DecisionNeeded(
      `No file of ${source} is surely an entity of HMSync: ${write} was not written.`,
      {
        cure: "Write a mapping; the README shows one.",
      },
    );
  }
  await writeMapping(write, mappingText(written));
  const open = (written.undecided ?? []).map(({ key, says }) => `        ${key}: ${says}`);
  const left = open.length === 0 ? [] : ["        left to you:", ...open];
  const next = `npm run import -- --source ${shellWord(source)} --mapping ${shellWord(write)}`;
  return [`Mapping ${write}   (${entities.join(", ")})`, ...left, `Next    ${next}`].join("\n");
}
