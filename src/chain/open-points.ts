import { grouped } from "../plain/columns.ts";
import type { OpenPoint, SignedFigures } from "./sign-off.ts";
import type { EntityStanding } from "./standing.ts";

/** What is known besides the figures. */
export interface Beside {
  /** Runs have written since the sample was drawn. */
  readonly sampleIsOutdated: boolean;
  /** By entity, how many records are to be checked by the rule. */
  readonly usualSizes: ReadonlyMap<string, number>;
}

type Books = Pick<SignedFigures, "standing" | "approvals" | "sample" | "corrections">;

/** What is not done when somebody signs: the signature names each of these. */
export function openPoints(books: Books, beside: Beside): OpenPoint[] {
  return [
    ...books.standing.entities.flatMap(entityPoints),
    ...samplePoints(books, beside),
    ...mappingPoints(books),
    ...correctionPoints(books),
  ];
}

const NOT_IN = [
  ["rejected", "rejected"],
  ["waiting", "waiting for a record that they name"],
  ["held", "held back, as their run rejected others and wrote nothing"],
  ["undone", "taken back by an undo"],
] as const;

function entityPoints(standing: EntityStanding): OpenPoint[] {
  const { entity, balanced, complete, differences, figures } = standing;
  const open = NOT_IN.filter(([state]) => standing[state] > 0);
  const count = open.reduce((sum, [state]) => sum + standing[state], 0);
  const said = open.map(([state, words]) => `${grouped(standing[state])} ${words}`).join(", ");
  const differ = figures.filter(({ agrees }) => agrees === false).length;
  return [
    ...point({
      what: "records",
      entity,
      count,
      text: `${grouped(count)} of ${grouped(standing.records)} records of ${entity} are open: ${said}.`,
    }),
    ...point({
      what: "part of the export",
      entity,
      count: complete ? 0 : 1,
      text: `Not all of the export's ${entity} were read, or asked for.`,
    }),
    ...point({
      what: "balance",
      entity,
      count: balanced ? 0 : Math.max(1, differences.length),
      text: `The records of ${entity} do not add up: ${differences.map(({ measure }) => measure).join(", ")}.`,
    }),
    ...point({
      what: "figures",
      entity,
      count: differ,
      text: `${grouped(differ)} figures of ${entity} differ between the export and the application.`,
    }),
  ];
}

function samplePoints({ sample }: Books, { sampleIsOutdated, usualSizes }: Beside): OpenPoint[] {
  if (sample === null) {
    const text = "No sample of the records was checked by a person.";
    return [{ what: "sample not drawn", entity: null, count: 1, text }];
  }
  const outdated = "Runs have written since the sample was drawn: it is not of all records.";
  return [
    ...point({
      what: "sample of an earlier state",
      entity: null,
      count: sampleIsOutdated ? 1 : 0,
      text: outdated,
    }),
    ...sample.entities.flatMap(({ entity, open, wrong, drawn, population }) => {
      const usual = Math.min(usualSizes.get(entity) ?? 0, population);
      return [
        ...point({
          what: "sample not finished",
          entity,
          count: open,
          text: `${grouped(open)} of ${grouped(drawn)} drawn records of ${entity} are not checked.`,
        }),
        ...point({
          what: "sample found wrong records",
          entity,
          count: wrong,
          text: `${grouped(wrong)} of ${grouped(drawn)} drawn records of ${entity} were found wrong.`,
        }),
        ...point({
          what: "sample smaller than the rule",
          entity,
          count: Math.max(0, usual - drawn),
          text: `Of ${entity} ${grouped(drawn)} records were drawn; the rule asks for ${grouped(usual)}.`,
        }),
      ];
    }),
  ];
}

function mappingPoints({ approvals }: Books): OpenPoint[] {
  if (approvals === null) {
    const text = "Nobody has approved the lines of the mapping: it is not at hand.";
    return [{ what: "mapping", entity: null, count: 1, text }];
  }
  const { lines, approved } = approvals;
  const left = lines - approved;
  const text = `${grouped(left)} of ${grouped(lines)} lines of the mapping are not approved.`;
  return point({ what: "mapping", entity: null, count: left, text });
}

function correctionPoints({ corrections: { notTakenIn } }: Books): OpenPoint[] {
  if (notTakenIn === null) {
    const unreadable = "The file of corrections cannot be read as it is.";
    return [{ what: "corrections", entity: null, count: 1, text: unreadable }];
  }
  const text = `${grouped(notTakenIn)} corrections have not been taken in by a run.`;
  return point({ what: "corrections", entity: null, count: notTakenIn, text });
}

const point = (one: OpenPoint): OpenPoint[] => (one.count === 0 ? [] : [one]);
