import type { DirtyExport } from "./dirty-export.ts";

// A second, independent opinion on what becomes of a dirty export that is imported into an empty
// database: the rules of the issue, said once more in the plainest way, over whole arrays.

export interface Outcomes {
  readonly records: number;
  readonly inserted: number;
  readonly duplicate: number;
  readonly rejected: number;
}

type Cells = readonly string[];

/** What becomes of the records of one entity, and the ids of the rows that come of them. */
function judge(records: readonly Cells[], width: number, isValid: (cells: Cells) => boolean) {
  const byId = new Map<string, Cells[]>();
  for (const cells of records) {
    const id = cells[0] ?? "";
    if (cells.length === width && id !== "") byId.set(id, [...(byId.get(id) ?? []), cells]);
  }
  const accepted = [...byId].filter(
    ([, group]) =>
      new Set(group.map((cells) => cells.join())).size === 1 &&
      group.every((cells) => isValid(cells)),
  );
  const good = accepted.reduce((sum, [, group]) => sum + group.length, 0);
  const outcomes: Outcomes = {
    records: records.length,
    inserted: accepted.length,
    duplicate: good - accepted.length,
    rejected: records.length - good,
  };
  return { outcomes, ids: new Set(accepted.map(([id]) => id)) };
}

export function expectedOutcomes({ patients, doctors, visits }: DirtyExport) {
  const knownPatients = judge(patients, 5, ([, , , phone = "", age = ""]) => {
    return phone !== "" && !phone.includes("E") && ["", "31", "32"].includes(age);
  });
  const knownDoctors = judge(doctors, 2, ([, name]) => name !== "");
  const knownVisits = judge(visits, 5, ([, patient = "", doctor = "", day, fee = ""]) => {
    const parents = knownPatients.ids.has(patient) && knownDoctors.ids.has(doctor);
    return parents && day === "2022-01-15" && ["", "500.00"].includes(fee);
  });
  return {
    patients: knownPatients.outcomes,
    doctors: knownDoctors.outcomes,
    visits: knownVisits.outcomes,
  };
}
