import {
  type LinkTerms,
  PERSONS_FILE,
  type PersonFinding,
  type Terms,
  type Unnamed,
} from "../ledger/person-terms.ts";
import type { RunSummary } from "../ledger/run-summary.ts";
import { counted, grouped } from "../plain/columns.ts";
import { oneLine } from "../plain/visible.ts";

interface PersonsLook {
  readonly paint: { warn(text: string): string };
}

/** How many records became how many persons, with every term; and what somebody should look at. */
export function personsText({ persons = [] }: RunSummary, { paint }: PersonsLook): string[] {
  return persons.flatMap((terms) => [
    `Persons in ${terms.merge}`,
    `  ${sum(Object.entries(terms.records))} = records ${grouped(recordsOf(terms))}`,
    ...Object.entries(terms.links).map(([link, counts]) => linkLine(`links ${link}`, counts)),
    ...(terms.reviewed === undefined ? [] : [linkLine("reviewed", terms.reviewed)]),
    `  persons = ${grouped(recordsOf(terms))} - ${grouped(terms.unions)} = ${grouped(terms.persons)} = ${sum(aloneOf(terms))}`,
    `  rows in ${terms.merge} ${grouped(terms.rows.before)} -> ${grouped(terms.rows.after)}`,
    ...besides(terms).map((line) => `  ${line}`),
    ...warnings(terms).map((line) => `  ${paint.warn(line)}`),
    ...findingLines(terms).map((line) => `  ${line}`),
  ]);
}

/** The file that names every record, and the first ones. */
function findingLines({ findings }: Terms): string[] {
  if (findings === undefined) return [];
  const { counts, first } = findings;
  return [
    `${PERSONS_FILE} names each record: ${sum(Object.entries(counts))}`,
    // Orphans are told by their ids above.
    ...first.filter(({ code }) => code !== "orphan").map(findingLine),
  ];
}

function findingLine(found: PersonFinding): string {
  const { code, space, legacyId, otherSpace, otherLegacyId, fields, file, line } = found;
  const other = otherSpace === null ? "" : ` and ${otherSpace}/${otherLegacyId}`;
  const where = file === null ? "" : ` (${file} line ${line})`;
  const what = fields.length > 0 ? `: ${fields.join(", ")}` : "";
  return oneLine(`  ${code}  ${space}/${legacyId}${other}${where}${what}`);
}

const recordsOf = ({ records }: Terms): number =>
  Object.values(records).reduce((total, n) => total + n, 0);

const sum = (terms: readonly (readonly [string, number])[]): string =>
  terms.map(([name, n]) => `${name} ${grouped(n)}`).join(" + ");

const aloneOf = ({ linked, alone }: Terms): [string, number][] => [
  ["linked", linked],
  ...Object.entries(alone).map(([space, n]): [string, number] => [`${space} alone`, n]),
];

function linkLine(name: string, { declared, ...became }: LinkTerms): string {
  return `  ${name} ${grouped(declared)} = ${sum(Object.entries(became))}`;
}

function besides({ repointed, absorbed, edited }: Terms): string[] {
  const list = (tables: Readonly<Record<string, number>>) => sum(Object.entries(tables));
  return [
    ...(Object.keys(repointed).length > 0 ? [`references to another row: ${list(repointed)}`] : []),
    ...(Object.keys(absorbed).length > 0 ? [`rows that became one: ${list(absorbed)}`] : []),
    ...(edited > 0 ? [`kept as edited in the application: ${counted(edited, "value")}`] : []),
  ];
}

function warnings({ differs, unnamed, refused, links }: Terms): string[] {
  const broken = Object.entries(links).filter(
    ([, { dangling, contested, refused: against }]) => dangling + contested + against > 0,
  );
  return [
    ...(Object.keys(differs).length > 0
      ? [`records that differ from their person: ${sum(Object.entries(differs))}`]
      : []),
    ...unnamed.map(unnamedLine),
    ...(refused > 0 ? [`persons whose row kept its own values: ${grouped(refused)}`] : []),
    ...(broken.length > 0
      ? [`links that join nobody: see ${broken.map(([link]) => link).join(", ")} above`]
      : []),
  ];
}

function unnamedLine({ space, entity, count, places }: Unnamed): string {
  const where = places
    .map(({ legacyId, file, line }) => {
      const at = `${file} line ${line}`;
      return legacyId === undefined ? at : `${space}/${oneLine(legacyId)} ${at}`;
    })
    .join(", ");
  const more = count > places.length ? " ..." : "";
  return `${space} that no row of ${entity} names: ${grouped(count)} (${where}${more})`;
}
