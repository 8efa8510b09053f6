import type { Importer } from "../../importers/define.ts";
import { Alike } from "../plain/alike.ts";
import { DecisionNeeded } from "../plain/errors.ts";
import { askOfHidden, severalEntities, severalMappings } from "./ambiguous.ts";
import { bestSuited, type Candidate, candidate, unnamed } from "./candidates.ts";
import type { Fit, FittedFile, HeadedFile, IgnoredFile } from "./fit.ts";
import { withLent } from "./lent-columns.ts";
import { isLookedIn } from "./lookup/lookups.ts";
import type { Mapping } from "./mapping.ts";
import { askOfNamesakes } from "./namesakes.ts";
import { MEANT, missesOf, type NearMiss } from "./near-misses.ts";
import { readersOf } from "./readers.ts";
import { askOfCurrency, withRecordedCurrency } from "./recorded-currency.ts";
import { askOfSeconds, type Unnamed } from "./second-files.ts";
import { importersOf } from "./spaces/importers-of.ts";

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
  const trials = mappings.map((mapping) =>
    tryMapping(headed, withRecordedCurrency(mapping, headed, importers), importers),
  );
  const most = Math.max(...trials.map(({ files }) => files.length));
  const fitting = trials.filter(({ files }) => files.length === most && most > 0);
  if (fitting.length > 1) throw severalMappings(fitting.map(({ mapping }) => mapping.name));
  const best = fitting[0] ?? nearestTrial(trials);
  if (best === undefined) throw unknownExport(headed, mappings);
  if (best.undecided[0] !== undefined) throw best.undecided[0];
  if (best.misses.length > 0) throw nearlyFitting(best, headed);
  const hidden = best.files.filter(({ asksHidden }) => asksHidden);
  if (hidden.length > 0) throw askOfHidden(hidden);
  askOfCurrency(best.mapping, headed);
  return best;
}

/** The mapping that a file comes nearest to; undefined if none comes near. */
function nearestTrial(trials: readonly Trial[]): Trial | undefined {
  const share = ({ misses }: Trial) => Math.max(...misses.map((miss) => miss.share));
  return (
    trials
      // A file that is called like an entity, and has none of its columns, is near to no mapping.
      .filter((trial) => share(trial) > 0)
      .sort((one, other) => share(other) - share(one))[0]
  );
}

function reasonToLeave({ file }: HeadedFile): string {
  const whose = file.isHidden ? "a hidden sheet, and its" : "its";
  return `${whose} columns belong to no entity of the mapping`;
}

function tryMapping(
  headed: readonly HeadedFile[],
  mapping: Mapping,
  declared: readonly Importer[],
): Trial {
  const importers = importersOf(mapping, declared);
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
      undecided.push(severalEntities(one.file.name, fitting));
    }
    for (const { fitted, matched } of found) {
      undecided.push(...askOfNamesakes(fitted, matched, mapping));
    }
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
  return { mapping, importers, files: withLent(files), ignored, misses, undecided };
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
  const asks = misses.flatMap((miss) => miss.asks);
  return meant
    ? new DecisionNeeded(what, { cure, asks })
    : new NoMappingFits(what, { cure, headed });
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
  const what =
    mappings.length === 0
      ? "There is no mapping that the export could fit"
      : `No file of the export fits ${names}`;
  return new NoMappingFits(`${what}:\n${files.join("\n")}`, {
    headed,
    cure: "Write a mapping for this legacy system and give it with --mapping FILE;  hmsync import:assess --source DIR --write FILE  proposes one.",
  });
}
