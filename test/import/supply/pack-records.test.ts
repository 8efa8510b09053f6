import fc from "fast-check";
import { expect, test } from "vitest";
import type { Importer } from "../../../importers/define.ts";
import { hashRow } from "../../../src/digest/content-hash.ts";
import { splitCells } from "../../../src/import/prepare/original-cells.ts";
import type { PreparedRecord } from "../../../src/import/prepare/prepared-record.ts";
import { RecordPacker } from "../../../src/import/supply/pack-records.ts";
import { batchShape, unpackRecords } from "../../../src/import/supply/record-batch.ts";
import { compileFor, sourceRecord } from "../../support/prepare.ts";
import { IMPORTERS } from "../../support/target.ts";

const importerOf = (wanted: string) =>
  IMPORTERS.find(({ entity }) => entity === wanted) as Importer;

/** All that a record says, whichever thread holds it. */
function told(one: PreparedRecord) {
  const { record, line, offset, cells, row, parents, values, issues, rounded, joined } = one;
  const { legacyId, fingerprint, hashes, parentHashes, unmapped, unmappedHash } = one;
  return {
    record,
    line,
    offset,
    cells,
    row,
    parents,
    values,
    issues,
    rounded,
    joined: splitCells(joined),
    legacyId,
    fingerprint,
    hashes: [...hashes],
    parentHashes: [...parentHashes],
    unmapped,
    unmappedHash,
  };
}

const KINDS = {
  patients: compileFor(
    importerOf("patients"),
    { fields: { legacyId: "a", fullName: "b", phone: ["c", "d"], age: "d", dateOfBirth: "e" } },
    ["a", "b", "c", "d", "e"],
  ),
  visits: compileFor(
    importerOf("visits"),
    {
      fields: {
        legacyId: "a",
        patientId: "b",
        doctorId: "c",
        visitDate: "d",
        notes: "a",
        consultationFee: { column: "e", round: "half-up" },
      },
    },
    ["a", "b", "c", "d", "e"],
  ),
  "patients with cells that are kept": compileFor(
    importerOf("patients"),
    { fields: { legacyId: "b", fullName: "d", phone: "d" }, unmapped: "keep" },
    ["a", "b", "constructor", "d", "e"],
  ),
};
const text = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    '"',
    "\ud83d",
    "7",
    " 7 ",
    "0442345678",
    "2020-02-29",
    "12.345",
    "  Asha  Rao",
    "é",
  ),
  fc.string({ unit: "grapheme" }),
);
const rows = fc.array(fc.array(text, { minLength: 4, maxLength: 6 }), { maxLength: 20 });
const derive = {
  targetId: ({ legacyId }: PreparedRecord) => (legacyId === null ? null : `id of ${legacyId}`),
  valuesFor: (targetId: string) => [`from ${targetId}`],
};

test.each(Object.entries(KINDS))("%s are unpacked as they were packed", (_, compiled) => {
  const shape = batchShape(compiled);
  const packer = new RecordPacker(shape, derive);
  const check = fc.property(rows, (all) => {
    const records = all.map((cells, at) => compiled.prepare(sourceRecord(cells, at + 1)));
    // As between threads.
    const batch = packer.pack(records);
    const unpacked = unpackRecords(structuredClone(batch, { transfer: [batch.buffer] }), shape);
    expect(unpacked.map(told)).toEqual(records.map(told));
    for (const { legacyId, targetId, derived } of unpacked) {
      expect(targetId).toBe(legacyId === null ? undefined : `id of ${legacyId}`);
      expect(derived).toEqual(legacyId === null ? undefined : [`from id of ${legacyId}`]);
    }
  });
  fc.assert(check, { seed: 1 });
});

test("hashes are those of the values and of the parents, one record after the other", () => {
  const { prepare } = KINDS.visits;
  const cells = ["V1", "7", "D1", "2020-02-29", "12.345"];
  // More than one stretch of hashes holds.
  const records = Array.from({ length: 3000 }, (_, at) =>
    prepare(sourceRecord([`V${at}`, ...cells.slice(1)], at + 1)),
  );
  for (const { hashes, parentHashes, values, parents } of records) {
    expect(hashes).toEqual(hashRow(values));
    expect(parentHashes).toEqual(hashRow(parents));
  }
});
