import type { Importer } from "../../importers/define.ts";
import type { OpenScratch } from "../db/database.ts";
import { headFile, inCommon, isSpareSheet, SPARE_SHEET } from "../mapping/head-file.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { Alike } from "../plain/alike.ts";
import type { Pause } from "../plain/breath.ts";
import { SourceError } from "../plain/errors.ts";
import type { Export, SourceFile } from "../source/source-file.ts";
import { unpackExport } from "../source/unpack-export.ts";
import type { Decision, ExportProfile, FileProfile, FileProposal } from "./assessment.ts";
import { type ColumnRole, roleOf } from "./evidence/column-role.ts";
import { ofFile } from "./of-file.ts";
import { findPersons } from "./persons/find-persons.ts";
import type { CellObserver, ObserveColumn } from "./profile/observer.ts";
import { profileFile } from "./profile/profile-file.ts";
import { tellDangling } from "./propose/tell-dangling.ts";
import { findRelations, type Relations } from "./relations/find-relations.ts";
import { countMapped } from "./relations/mapped-references.ts";
import { findSmells } from "./smells/find-smells.ts";

/** A file that cannot be read, and what to do about it. */
export interface UnreadFile {
  readonly name: string;
  readonly reason: string;
  readonly cure: string;
}

/** What an export is, how it maps, and what of it could not be looked at. */
export interface Assessment {
  readonly profile: ExportProfile;
  readonly proposals: readonly FileProposal[];
  readonly unread: readonly UnreadFile[];
  readonly ignored: Export["ignored"];
}

/** What an assessment is made with. */
export interface Assessing {
  /** Their columns tell a header from a record, and what they say of files overrules what is found. */
  readonly mappings: readonly Mapping[];
  /** `YYYY-MM-DD`: what the future is measured from. */
  readonly asOf: string;
  readonly importers: readonly Importer[];
  readonly observe: ObserveColumn;
  readonly propose: (profile: ExportProfile) => readonly FileProposal[];
  /** Told what is looked at, as it begins. */
  readonly told: (step: string) => void;
  readonly openScratch: OpenScratch;
  /** Awaited between groups of records. */
  readonly pause: Pause;
}

/**
 * Assesses an export by streaming: every file is read for its columns, again for keys and references,
 * and once more for what only shows when it is known which column is what. A file that cannot be read
 * is reported with its reason, and the others are assessed.
 */
export async function assessExport(found: Export, assessing: Assessing): Promise<Assessment> {
  const unread: UnreadFile[] = [];
  const refuse = (file: SourceFile, error: unknown) => unread.push(refusal(file, error));
  const { files, ignored } = await unpackExport(found, {
    refuse,
    reading: assessing.mappings[0]?.reading ?? {},
  });
  const evidence = new Evidence(assessing);
  const profiles: FileProfile[] = [];
  const spare: string[] = [];
  const alike = new Alike();
  for (const file of files) {
    assessing.told(`reading ${file.name}`);
    try {
      const headed = inCommon(await headFile(file, assessing.mappings), alike);
      profiles.push(await profileFile(headed, { ...assessing, observe: evidence.observe }));
    } catch (error) {
      if (isSpareSheet(file, error, assessing.mappings)) spare.push(file.name);
      else refuse(file, error);
    }
  }
  assessing.told("looking for keys and references");
  const relations = await findRelations(profiles, assessing);
  const first: ExportProfile = { ...relations, smells: [], persons: [] };
  // What a column is taken for is evidence of how it is written, and that of what is left open.
  const decided = evidence.decide(first, assessing.propose(first));
  const proposed = assessing.propose(decided);
  const references = await countMapped(relations, proposed, assessing);
  const proposals = tellDangling(proposed, references, assessing.importers);
  const known = { ...relations, references, files: decided.files };
  const looked = await lookAgain(known, proposals, assessing);
  const leftAlone = [...ignored, ...spare.map((name) => ({ name, reason: SPARE_SHEET }))];
  return {
    profile: { ...decided, references, ...looked },
    proposals,
    unread,
    ignored: leftAlone,
  };
}

async function lookAgain(
  relations: Relations,
  proposals: readonly FileProposal[],
  assessing: Assessing,
): Promise<Pick<ExportProfile, "smells" | "persons">> {
  const smells = await findSmells({ ...relations, proposals }, assessing);
  const { pairs, smells: shared } = await findPersons(relations.files, proposals, assessing);
  return { smells: [...smells, ...shared], persons: pairs };
}

/** Reports what is wrong with a file; throws what is wrong with the tool or the machine. */
function refusal({ name }: SourceFile, error: unknown): UnreadFile {
  if (error instanceof SourceError) {
    return { name, reason: error.message, cure: error.cure };
  }
  throw error;
}

interface Observing {
  readonly importers: readonly Importer[];
  readonly observe: ObserveColumn;
}

/** Keeps what observed the columns, until it is known what each is taken for. */
class Evidence {
  readonly #importers: readonly Importer[];
  readonly #observers = new Map<string, readonly CellObserver[]>();
  readonly observe: ObserveColumn;

  constructor({ importers, observe }: Observing) {
    this.#importers = importers;
    this.observe = (column) => {
      const observers = observe(column);
      this.#observers.set(spotOf(column.file, column.position), observers);
      return observers;
    };
  }

  /** The same profile with what the cells prove of columns that are taken for a field. */
  decide(profile: ExportProfile, proposals: readonly FileProposal[]): ExportProfile {
    const files = profile.files.map((file) => {
      const [proposal] = ofFile(proposals, file.file);
      const columns = file.columns.map((column, at) => {
        const proposed = proposal?.columns[at];
        const field = proposed?.fields?.[0] ?? proposed?.field ?? undefined;
        const role = field === undefined ? undefined : this.#roleOf(proposal?.entity, field);
        if (role === undefined) return column;
        return { ...column, decisions: this.#decisions(file.file, at, role) };
      });
      return { ...file, columns };
    });
    return { ...profile, files };
  }

  #roleOf(entity: string | null | undefined, name: string): ColumnRole | undefined {
    const field = this.#importers.find((one) => one.entity === entity)?.fields[name];
    return field && roleOf(field);
  }

  #decisions(file: string, position: number, role: ColumnRole): readonly Decision[] {
    const observers = this.#observers.get(spotOf(file, position)) ?? [];
    return observers.flatMap((observer) => observer.decisions(role));
  }
}

const spotOf = (file: string, position: number): string => JSON.stringify([file, position]);
