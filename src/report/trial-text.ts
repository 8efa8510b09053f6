import type { Trial, TriedEntity } from "../assess/show/forecast.ts";
import { grouped } from "../plain/columns.ts";

/**
 * What came of a trial, a line for each entity.
 *
 * @param owner the entity whose records a sample is taken of
 */
export function trialText(trial: Trial, owner = "records"): string[] {
  if (trial.outcome !== "tried") {
    const what =
      trial.outcome === "refused" ? "tried: the import refuses this mapping" : "not tried";
    return `${what}: ${trial.why}`.split("\n");
  }
  const { sample, left = [] } = trial;
  const some =
    sample === undefined ? "" : `a sample: ${grouped(sample)} ${owner} and their records`;
  const tried = triedLines(trial.entities.filter(({ records }) => records > 0));
  return [
    ...[...(some === "" ? [] : [some]), ...tried].map((line) => `tried: ${line}`),
    ...left.map(({ entity, key }) => `not tried: ${entity}: ${key} has to be decided first`),
  ];
}

/** More of which nothing is to be said but that they can be imported stand in one line. */
const MOST_SOUND = 5;

function triedLines(entities: readonly TriedEntity[]): string[] {
  const isSound = (one: TriedEntity) => one.rejected === 0 && findingLines(one).length === 0;
  const sound = entities.filter(isSound);
  const isFolded = sound.length > MOST_SOUND;
  const records = sound.reduce((sum, one) => sum + one.records, 0);
  const listed = isFolded ? entities.filter((one) => !isSound(one)) : entities;
  return [
    ...(isFolded
      ? [`all ${grouped(records)} records of ${sound.length} entities can be imported`]
      : []),
    ...listed.flatMap((one) => [`${one.entity}: ${saysOf(one)}`, ...findingLines(one)]),
  ];
}

/** What an import would find, by the very codes and counts that it reports. */
const findingLines = ({ codes, warnings }: TriedEntity): string[] => [
  ...codes.map(({ code, count }) => `  error    ${code}  ${grouped(count)}`),
  ...warnings.map(({ code, count }) => `  warning  ${code}  ${grouped(count)}`),
];

const MOST_CODES = 3;

/** How many records of an entity would be rejected, and why. */
export function saysOf({ records, rejected, codes }: TriedEntity): string {
  if (rejected === 0)
    return records === 1
      ? "its 1 record can be imported"
      : `all ${grouped(records)} records can be imported`;
  const why = codes.slice(0, MOST_CODES).map(({ code, count }) => `${code} ${grouped(count)}`);
  const more = codes.length > MOST_CODES ? ", ..." : "";
  return `${grouped(rejected)} of ${grouped(records)} records would be rejected (${why.join(", ")}${more})`;
}
