import type { Importer } from "../../importers/define.ts";
import { Alike } from "../plain/alike.ts";
import { DecisionNeeded } from "../plain/errors.ts";
import { nearest, nearestHint } from "../plain/nearest.ts";
import type { Understanding } from "../source/detect/understand.ts";
import type { Dialect, SourceRecord } from "../source/record.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { AbsentFile } from "./absent-files.ts";
import { askOfHidden, severalEntities, severalMappings } from "./ambiguous.ts";
import type { LeftAlone } from "./aside/left-alone.ts";
import { entityOfFile, namesOf } from "./file-options.ts";
import { isHeadless } from "./is-headless.ts";
import { withLent } from "./lent-columns.ts";
import { isLookedIn, type Lookup, type LookupFile } from "./lookup/lookups.ts";
import type { EntityMapping, Mapping } from "./mapping.ts";
import { checkTwice } from "./namesakes.ts";
import { type Reader, readersOf } from "./readers.ts";
import { askOfSeconds, mayBelong, type Unnamed } from "./second-files.ts";
import { conditionsOf } from "./where/condition.ts";

/** A file of the export and the columns that it names. */
export interface HeadedFile {
  readonly file: SourceFile;
  readonly header: readonly string[];
  /** How it is written; plain CSV unless said. */
  readonly dialect?: Dialect | undefined;
  /** How that was found out. */
  readonly understanding?: Understanding | undefined;
  /** The mapping names its columns anew: it is meant, also where no entity names it. */
  readonly isRenamed?: boolean;
  /** What else is to be told of it. */
  readonly notes?: readonly string[];
  /** It is a hidden sheet, and nobody has said whether that is read. */
  readonly asksHidden?: boolean;
}

/** A file whose entity is known. */
export interface FittedFile extends HeadedFile {
  readonly importer: Importer;
  readonly mapping: EntityMapping;
  /** Columns of the file that the mapping does not know: they are not imported. */
  readonly unmapped: readonly string[];
  /** Optional columns that the file lacks. */
  readonly absent: readonly string[];
  /** The entities that it is read for, if there are several. */
  readonly readers?: readonly Reader[] | undefined;
  /** Those of them that another file of the entity has: here they count as empty. */
  readonly lent?: readonly string[];
  /** Puts corrections into its records as they are read. */
  readonly amend?: Amend;
  /** The file of an earlier run whose records these are: its row in the ledger. */
  readonly ofFile?: number;
  /** Other files of the export, in which fields are looked up. */
  readonly lookups?: readonly Lookup[];
  /** Records that a person decided not to import, by their number, and why. */
  readonly withdrawn?: ReadonlyMap<number, string>;
}

/** A record, and what it is with the corrections that people made. */
export type Amend = (record: SourceRecord) => SourceRecord;

/** A file that is left alone, and why. */
export interface IgnoredFile {
  readonly name: string;
  readonly reason: string;
  /** What it holds, where it is a table that could be read. */
  readonly headed?: HeadedFile;
  /** The same, counted. */
  readonly held?: LeftAlone | undefined;
}

/** What an export is, seen through one mapping. */
export interface Fit {
  readonly mapping: Mapping;
  readonly files: readonly FittedFile[];
  readonly ignored: readonly IgnoredFile[];
  /** The files in which fields are looked up. */
  readonly lookups?: readonly LookupFile[];
  /** Files that the mapping names and the export lacks. */
  readonly absent?: readonly AbsentFile[];
}

/** A file that was probably meant for an entity, and why it does not fit. */
interface NearMiss {
  readonly file: string;
  readonly entity: string;
  readonly obstacles: readonly string[];
  /** The share of its needed columns that the file has. */
  readonly share: number;
}

interface Trial extends Fit {
  readonly misses: readonly NearMiss[];
  /** Files that may be several entities: an obstacle only if no other mapping fits better. */
  readonly undecided: readonly DecisionNeeded[];
}

/** No mapping is for this export; what it holds, so that one can be proposed. */
export class NoMappingFits extends DecisionNeeded {
  readonly headed: readonly HeadedFile[];

  constructor(
    what: string,
    remedy: { readonly cure: string; readonly headed: readonly HeadedFile[] },
  ) {
    super(what, remedy);
    this.headed = remedy.headed;
  }
}

/** From this share of its needed columns on, a file was probably meant for the entity. */
const MEANT = 0.5;

/**
 * Finds the mapping whose columns the files have, and which file is which entity. Columns are
 * compared exactly; what only looks alike is named, not taken.
 *
 * @throws DecisionNeeded if none fits, several do, or a file is nearly one that fits
 */
export function fitMapping(
  headed: readonly HeadedFile[],
  mappings: readonly Mapping[],
  importers: readonly Importer[],
): Fit {
  const trials = mappings.map((mapping) => tryMapping(headed, mapping, importers));
  const most = Math.max(...trials.map(({ files }) => files.length));
  const fitting = trials.filter(({ files }) => files.length === most && most > 0);
  if (fitting.length > 1) throw severalMappings(fitting.map(({ mapping }) => mapping.name));
  const best = fitting[0] ?? nearestTrial(trials);
  if (best === undefined) throw unknownExport(headed, mappings);
  if (best.undecided[0] !== undefined) throw best.undecided[0];
  if (best.misses.length > 0) throw nearlyFitting(best, headed);
  const hidden = best.files.filter(({ asksHidden }) => asksHidden);
  if (hidden.length > 0) throw askOfHidden(hidden);
  return best;
}

/** The mapping that a file comes nearest to; undefined if none comes near. */
function nearestTrial(trials: readonly Trial[]): Trial | undefined {
  const share = ({ misses }: Trial) => Math.max(...misses.map((miss) => miss.share));
  return trials
    .filter(({ misses }) => misses.length > 0)
    .sort((one, other) => share(other) - share(one))[0];
}

function reasonToLeave({ file }: HeadedFile): string {
  const whose = file.isHidden ? "a hidden sheet, and its" : "its";
  return `${whose} columns belong to no entity of the mapping`;
}

function tryMapping(
  headed: readonly HeadedFile[],
  mapping: Mapping,
  importers: readonly Importer[],
): Trial {
  const files: FittedFile[] = [];
  const ignored: IgnoredFile[] = [];
  const misses: NearMiss[] = [];
  const undecided: DecisionNeeded[] = [];
  const seconds: Unnamed[] = [];
  const alike = new Alike();
  for (const one of headed) {
    const candidates = importers.flatMap((importer) => candidate(one, mapping, importer));
    const fitting = bestSuited(candidates);
    const found = fitting.every(({ named }) => named) ? fitting : fitting.slice(0, 1);
    if (found.length < fitting.length) {
      const entities = fitting.map(({ entity }) => entity);
      undecided.push(severalEntities(one.file.name, entities));
    }
    for (const { fitted, matched } of found) checkTwice(fitted, matched, mapping);
    if (found.length === 0 && isLookedIn(one.file, mapping)) continue;
    const near = missesOf(one, candidates, found);
    misses.push(...near);
    if (near.length === 0) files.push(...asRead(found, { mapping, importers, alike }));
    if (near.length + found.length > 0) continue;
    const reason = reasonToLeave(one);
    ignored.push({ name: one.file.name, reason, headed: one });
    seconds.push(...unnamed(one, mapping, importers));
  }
  if (seconds.length > 0) undecided.push(askOfSeconds(mapping.name, seconds));
  return { mapping, files: withLent(files), ignored, misses, undecided };
}

/** The columns of a file that are none of its own mapping are those of others too. */
const inCommon = (fitted: FittedFile, alike: Alike): FittedFile => ({
  ...fitted,
  unmapped: alike.of(fitted.unmapped),
  absent: alike.of(fitted.absent),
});

/** The files as they are read, each knowing of the other entities that it is read for. */
function asRead(
  found: readonly Candidate[],
  { mapping, importers, alike }: FitMeans,
): FittedFile[] {
  return found.map(({ fitted }) => {
    const one = inCommon(fitted, alike);
    if (found.length < 2) return one;
    return { ...one, readers: readersOf(fitted.file.name, mapping, importers) };
  });
}

interface FitMeans {
  readonly mapping: Mapping;
  readonly importers: readonly Importer[];
  readonly alike: Alike;
}

/** What keeps a file from being what it was probably meant to be, or one of those that the mapping says. */
function missesOf(
  one: HeadedFile,
  candidates: readonly Candidate[],
  found: readonly Candidate[],
): NearMiss[] {
  if (found.length === 0) return nearMiss(one, candidates);
  const lacking = candidates.filter(({ named, missing }) => named && missing.length > 0);
  return [
    ...found.flatMap((each) => lookalikes(each, found)),
    ...lacking.flatMap((each) => nearMiss(one, [each])),
  ];
}

/** What a file may be: what the mapping says, else what most of its columns are known to. */
function bestSuited(candidates: readonly Candidate[]): Candidate[] {
  const whole = candidates.filter(({ missing }) => missing.length === 0);
  // A file that is said to be two entities is not the one that has more columns.
  const said = whole.filter(({ named }) => named);
  if (said.length > 1) return said;
  const most = Math.max(...whole.map(({ matched }) => matched.length));
  return whole.filter(({ matched }) => matched.length === most);
}

/** How well a file suits an entity. */
interface Candidate {
  readonly fitted: FittedFile;
  readonly entity: string;
  /** Needed columns that the file lacks. */
  readonly missing: readonly string[];
  readonly needed: number;
  /** Columns of the file that the mapping knows. */
  readonly matched: readonly string[];
  readonly named: boolean;
}

function candidate(one: HeadedFile, mapping: Mapping, importer: Importer): Candidate[] {
  const entity = mapping.entities[importer.entity];
  if (entity === undefined) return [];
  const names = namesOf(entity);
  const named = names.size > 0 && names.has(one.file.name.toLowerCase());
  if (names.size > 0 && !named && !one.isRenamed) return [];
  return [asEntity(one, entity, { importer, named })];
}

function asEntity(
  one: HeadedFile,
  entity: EntityMapping,
  { importer, named }: { readonly importer: Importer; readonly named: boolean },
): Candidate {
  const fields = Object.values(entity.fields);
  const needed = [
    ...fields.filter(({ optional }) => !optional).flatMap(({ columns }) => columns),
    ...conditionsOf(entity.where).map(({ column }) => column),
  ];
  const optional = fields.filter((field) => field.optional).flatMap(({ columns }) => columns);
  const known = new Set([...needed, ...optional, ...entity.ignore.map(({ column }) => column)]);
  const has = new Set(one.header);
  const missing = [...new Set(needed)].filter((column) => !has.has(column));
  const fitted: FittedFile = {
    ...one,
    importer,
    mapping: entityOfFile(entity, one.file.name),
    unmapped: one.header.filter((column) => column !== "" && !known.has(column)),
    absent: optional.filter((column) => !has.has(column)),
  };
  const matched = one.header.filter((column) => known.has(column));
  const needs = new Set(needed).size;
  return { fitted, entity: importer.entity, missing, needed: needs, matched, named };
}

/** The entity that names other files, and that a file which no entity names may belong to. */
function unnamed(one: HeadedFile, mapping: Mapping, importers: readonly Importer[]): Unnamed[] {
  return importers
    .flatMap((importer): Unnamed[] => {
      const entity = mapping.entities[importer.entity];
      if (entity?.file === undefined) return [];
      const { missing, matched } = asEntity(one, entity, { importer, named: false });
      const { file, header } = one;
      const known = { entity: importer.entity, mapping: entity, missing, matched };
      return [{ file: file.name, header, isHeadless: isHeadless(one), ...known }];
    })
    .filter(mayBelong)
    .sort((one, other) => other.matched.length - one.matched.length)
    .slice(0, 1);
}

/** Columns that the mapping leaves optional, and the file has under a name that looks alike. */
function lookalikes({ fitted, entity }: Candidate, found: readonly Candidate[]): NearMiss[] {
  const known = new Set(found.flatMap(({ matched }) => matched));
  const unknown = fitted.unmapped.filter((column) => !known.has(column));
  const obstacles = fitted.absent.flatMap((column) => {
    const alike = nearest(column, unknown);
    return alike === undefined ? [] : [`column "${alike}" looks like "${column}"`];
  });
  const miss = { file: fitted.file.name, entity, obstacles, share: 1 };
  return obstacles.length === 0 ? [] : [miss];
}

/** `bill_items` and `Bill Items` are called like billItems. */
const lettersOf = (name: string): string => name.toLowerCase().replace(/[\s_.-]+/g, "");

function nearMiss(one: HeadedFile, candidates: readonly Candidate[]): NearMiss[] {
  const share = ({ missing, needed }: Candidate) => 1 - missing.length / needed;
  // A sheet or a table is named behind the file that it is in.
  const [, part] = /#(?:.*\.)?(.+)$/.exec(one.file.name) ?? [];
  const stem = lettersOf(part ?? one.file.name.replace(/\.[^.]*$/, ""));
  const meant = candidates
    .filter((each) => each.named || lettersOf(each.entity) === stem || share(each) >= MEANT)
    .sort((a, b) => share(b) - share(a))[0];
  if (meant === undefined) return [];
  const obstacles = meant.missing.map(
    (column) => `column "${column}" is missing${nearestHint(column, meant.fitted.unmapped)}`,
  );
  return [{ file: one.file.name, entity: meant.entity, obstacles, share: share(meant) }];
}

function nearlyFitting(
  { mapping, misses, files }: Trial,
  headed: readonly HeadedFile[],
): DecisionNeeded {
  const lines = misses.map(
    ({ file, entity, obstacles }) => `  ${file} as ${entity}: ${obstacles.join("; ")}`,
  );
  const what = `The export does not fit the mapping ${mapping.name}:\n${lines.join("\n")}`;
  const cure =
    'Copy the mapping, name these columns in it (or list them under "ignore"), and give it with --mapping FILE.';
  // Files that are only called like an entity were not written for this mapping.
  const meant = files.length > 0 || misses.some(({ share }) => share > MEANT);
  return meant ? new DecisionNeeded(what, { cure }) : new NoMappingFits(what, { cure, headed });
}

function unknownExport(
  headed: readonly HeadedFile[],
  mappings: readonly Mapping[],
): DecisionNeeded {
  const names = mappings.map(({ name }) => name).join(", ");
  const files = headed.map(({ file, header }) => {
    const single = header.length === 1 && /[;\t|]/.test(header[0] ?? "");
    return `  ${file.name}: ${header.length} columns${single ? " (its cells are not separated by commas)" : ""}`;
  });
  return new NoMappingFits(`No file of the export fits ${names}:\n${files.join("\n")}`, {
    headed,
    cure: "Write a mapping for this legacy system and give it with --mapping FILE;  hmsync import:assess --source DIR --write FILE  proposes one.",
  });
}
