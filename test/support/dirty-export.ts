import fc from "fast-check";
import { csv } from "./export.ts";
import { workspace, writeFiles } from "./workspace.ts";

// Small exports with all kinds of defects, by chance: wrong cells, wrong widths, ids that come twice
// with the same or other content, references to nobody.

type EntityName = "patients" | "doctors" | "visits";
/** Records by entity, as cells. */
export type DirtyExport = Readonly<Record<EntityName, readonly (readonly string[])[]>>;

const mostly = (good: string, ...bad: string[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant(good) },
    { weight: 1, arbitrary: fc.constantFrom(...bad) },
  );

const misshapen = (record: fc.Arbitrary<string[]>) =>
  fc.oneof(
    { weight: 12, arbitrary: record },
    {
      weight: 1,
      // A line with nothing in it is no record.
      arbitrary: record.map((cells) => cells.slice(1)).filter((cells) => cells.join("") !== ""),
    },
    { weight: 1, arbitrary: record.map((cells) => [...cells, "more"]) },
  );

const id = (prefix: string, most: number) =>
  fc.oneof(
    {
      weight: 15,
      arbitrary: fc.integer({ min: 1, max: most }).map((number) => `${prefix}${number}`),
    },
    { weight: 1, arbitrary: fc.constantFrom("", `${prefix}007`) },
  );

const patient = fc.tuple(
  id("", 9),
  fc.constantFrom("Asha", "Tom"),
  mostly("Rao", "", "=Novak"),
  mostly("0441234567", "", "12", "4.4E+9"),
  mostly("31", "151", "old", "", "32"),
);
const doctor = fc.tuple(id("D", 3), mostly("Dr. Jane Smith", "", "Dr. Vikram Patel"));
const visit = fc.tuple(
  id("V", 9),
  fc.oneof({ weight: 9, arbitrary: id("", 9) }, { weight: 1, arbitrary: fc.constant("99") }),
  fc.oneof({ weight: 9, arbitrary: id("D", 3) }, { weight: 1, arbitrary: fc.constant("D99") }),
  mostly("2022-01-15", "2022-02-30", "", "2031-01-01"),
  mostly("500.00", "free", "1.005", "", "-1"),
);

const some = (record: fc.Arbitrary<string[]>, most: number) =>
  fc
    .array(misshapen(record), { maxLength: most })
    // Records that come twice as they are, besides those that only share an id.
    .chain((all) => fc.subarray(all).map((twice) => [...all, ...twice.slice(0, 2)]));

export const dirtyExport: fc.Arbitrary<DirtyExport> = fc.record({
  patients: some(patient, 10),
  doctors: some(doctor, 4),
  visits: some(visit, 12),
});

/** The same records in another order. */
export const shuffled = (dirty: DirtyExport): fc.Arbitrary<DirtyExport> => {
  const anyOrder = (records: DirtyExport[EntityName]) =>
    fc.shuffledSubarray([...records], { minLength: records.length });
  return fc.record({
    patients: anyOrder(dirty.patients),
    doctors: anyOrder(dirty.doctors),
    visits: anyOrder(dirty.visits),
  });
};

/**
 * Writes an export into a new folder.
 *
 * @param cut how many records of each entity stand in its first file; the rest stands in a second
 */
export function writeExport(dirty: DirtyExport, cut = 100): string {
  const files = Object.entries(dirty).flatMap(([entity, records]) => {
    const lines = records.map((cells) => cells.join(","));
    const name = entity as EntityName;
    const first = [`${entity}-1.csv`, csv(name, lines.slice(0, cut))];
    return lines.length > cut ? [first, [`${entity}-2.csv`, csv(name, lines.slice(cut))]] : [first];
  });
  return writeFiles(workspace(), Object.fromEntries(files) as Record<string, string>);
}
