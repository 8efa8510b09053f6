import type { Importer } from "../../../importers/define.ts";
import { groupBy } from "../../plain/group-by.ts";
import type { ColumnProposal, FileProfile, FileProposal } from "../assessment.ts";
import type { Tools } from "../tools.ts";
import type { PlacedReference } from "./references.ts";
import { type Spot, spillFile } from "./spots.ts";
import { ValueSpill } from "./value-spill.ts";

interface Known {
  readonly files: readonly FileProfile[];
  readonly references: readonly PlacedReference[];
}

/** A column that is proposed as a reference, and the columns that hold the ids it may name. */
interface Mapped {
  readonly file: FileProfile;
  readonly column: string;
  readonly parents: readonly { readonly file: FileProfile; readonly column: string }[];
}

/**
 * The references of an export, and those that the proposals make of columns that point elsewhere or nowhere:
 * what a visit names as its patient is always counted against the patients, whatever it looks like.
 */
export async function countMapped(
  { files, references }: Known,
  proposals: readonly FileProposal[],
  { importers, ...tools }: { readonly importers: readonly Importer[] } & Tools,
): Promise<PlacedReference[]> {
  const known = new Set(
    references.map((one) => placeOf(one.file, one.column, one.toFile, one.toColumn)),
  );
  const isCounted = ({ file, column, parents: [first, second] }: Mapped) =>
    second === undefined &&
    first !== undefined &&
    known.has(placeOf(file.file, column, first.file.file, first.column));
  const missing = mappedReferences(files, proposals, importers).filter((one) => !isCounted(one));
  if (missing.length === 0) return [...references];
  const counted = await count(missing, tools);
  const replaced = new Set(counted.map(({ file, column }) => placeOf(file, column)));
  const kept = references.filter(({ file, column }) => !replaced.has(placeOf(file, column)));
  return [...kept, ...counted];
}

const placeOf = (...names: readonly string[]): string => JSON.stringify(names);

function mappedReferences(
  files: readonly FileProfile[],
  proposals: readonly FileProposal[],
  importers: readonly Importer[],
): Mapped[] {
  const byName = groupBy(
    files.filter(({ records }) => records),
    ({ file }) => file,
  );
  const fileOf = (name: string) => byName.get(name) ?? [];
  const idsOf = onceFor((entity) =>
    proposals
      .filter((one) => one.entity === entity && one.where === undefined)
      .flatMap(({ file, columns }) => {
        const ids = columns.filter((one) => feeds(one, "legacyId"));
        const [only] = ids.length === 1 ? ids : [];
        return only ? fileOf(file).map((one) => ({ file: one, column: only.header })) : [];
      }),
  );
  return proposals.flatMap(({ file, entity, columns }) => {
    const fields = importers.find((one) => one.entity === entity)?.fields ?? {};
    return columns.flatMap((column) => {
      const reference = fields[column.field ?? ""]?.reference;
      const parents = reference === undefined ? [] : idsOf(reference.entity);
      if (parents.length === 0 || column.part !== undefined) return [];
      return fileOf(file).map((one) => ({ file: one, column: column.header, parents }));
    });
  });
}

/** All files of visits name the same patients. */
function onceFor<Result>(work: (name: string) => Result): (name: string) => Result {
  const known = new Map<string, Result>();
  return (name) => {
    const found = known.get(name) ?? work(name);
    known.set(name, found);
    return found;
  };
}

const feeds = ({ field, fields }: ColumnProposal, name: string): boolean =>
  fields?.includes(name) ?? field === name;

async function count(
  missing: readonly Mapped[],
  { openScratch, pause = () => undefined }: Tools,
): Promise<PlacedReference[]> {
  const spill = new ValueSpill(openScratch);
  // The parents of all that name the same ones are taken down once.
  const parentSpots = new Map([...new Set(missing.map(({ parents }) => parents))].map(numbered));
  const spotOf = ({ parents }: Mapped) => parentSpots.get(parents) ?? -1;
  const spots = [
    ...missing.flatMap(({ file, column }, at) => spotIn(file, column, at * 2)),
    ...[...parentSpots].flatMap(([parents, spot]) =>
      parents.flatMap((parent) => spotIn(parent.file, parent.column, spot)),
    ),
  ];
  try {
    for (const [file, own] of groupBy(spots, (spot) => spot.file)) {
      await spillFile(file, own, { spill, pause });
    }
    spill.seal();
    return missing.flatMap((mapped, at) => {
      const { file, column, parents } = mapped;
      const [parent] = parents;
      const lacking = spill.missing(at * 2, spotOf(mapped));
      if (parent === undefined) return [];
      const zeros = lacking.values === 0 ? undefined : spill.zerosLike(at * 2, spotOf(mapped));
      return {
        ...(zeros && { zeros }),
        file: file.file,
        column,
        toFile: parent.file.file,
        toColumn: parent.column,
        values: spill.distinct(at * 2),
        dangling: lacking.values,
        danglingRecords: lacking.records,
        lines: lacking.lines,
      };
    });
  } finally {
    spill.close();
  }
}

const numbered = (parents: Mapped["parents"], at: number) => [parents, at * 2 + 1] as const;

function spotIn(file: FileProfile, header: string, spot: number): Spot[] {
  const column = file.columns.find((one) => one.header === header);
  return column === undefined ? [] : [{ spot, file, column, written: "text", subject: [] }];
}
