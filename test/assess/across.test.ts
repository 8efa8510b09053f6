import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { CODE_WORDS } from "../../importers/vocabulary/code-words.ts";
import { weighDays } from "../../src/assess/across/weigh-days.ts";
import { gatherEvidence } from "../../src/assess/lock/field-evidence.ts";
import { openScratch } from "../../src/db/sqlite/open.ts";
import { fitMapping } from "../../src/mapping/fit-mapping.ts";
import { headFile } from "../../src/mapping/head-file.ts";
import { openExport } from "../../src/source/open-export.ts";
import { mappingWith } from "../support/mapping.ts";
import { settled } from "../support/observe.ts";
import { asOurs, renamed, renamedMapping } from "../support/renamed-target.ts";
import { IMPORTERS } from "../support/target.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const mapping = mappingWith({});
const OURS = { mapping, importers: IMPORTERS };
const asOf = "2026-01-14";
const gathering = { asOf, codeWords: CODE_WORDS };

/** By `file field`, what is decided once the export's columns are compared. */
async function weighed(
  files: Readonly<Record<string, readonly string[]>>,
  { mapping, importers } = OURS,
) {
  const folder = writeFiles(
    join(workspace(), "legacy"),
    Object.fromEntries(
      Object.entries(files).map(([name, lines]) => [name, `${lines.join("\n")}\n`]),
    ),
  );
  const headed = [];
  for (const file of openExport(folder).files) headed.push(await headFile(file, [mapping]));
  const found = [];
  for (const fitted of fitMapping(headed, [mapping], importers).files) {
    found.push({ fitted, evidence: await gatherEvidence(fitted, mapping, gathering) });
  }
  const fields = (await weighDays(found, { mapping, asOf, openScratch })).flatMap(
    (file) => file.fields,
  );
  return Object.fromEntries(
    fields.map(({ entity, field, decisions }) => [`${entity}.${field}`, decisions.map(settled)]),
  );
}

const DMY = { format: "DD/MM/YYYY" };
const OPEN = ["0 DD/MM/YYYY", "0 MM/DD/YYYY"];
const two = (number: number) => String(number).padStart(2, "0");
/** A hospital's patients: registered one a month, on a day that may be a month too. */
const patients = (count: number, write: (at: number) => string) => [
  "patientId,firstName,lastName,phoneNumber,dateOfBirth,registrationDate",
  ...Array.from({ length: count }, (_, at) => `${at},Asha,Rao,98765432${10 + at},${write(at)}`),
];
const visits = (count: number, write: (at: number) => string) => [
  "visitId,patientId,doctorId,visitDate",
  ...Array.from({ length: count }, (_, at) => `V${at},${at},D1,${write(at)}`),
];

describe("days that their own cells leave open", () => {
  test("are decided by visits that would lie before the registration", async () => {
    const files = {
      "patients.csv": patients(12, (at) => `1980-05-25,2024-06-${two(at + 1)}`),
      "visits.csv": visits(12, (at) => `${two(at + 1)}/07/2024`),
    };
    expect((await weighed(files))["visits.visitDate"]).toEqual([DMY]);
  });

  test("are decided by registrations that would lie before birth", async () => {
    const files = {
      "patients.csv": patients(12, (at) => `2024-10-${two(at + 1)},${two(at + 1)}/11/2024`),
    };
    expect((await weighed(files))["patients.registrationDate"]).toEqual([DMY]);
  });

  test("stay open where the same order of both columns holds either way", async () => {
    const files = {
      "patients.csv": patients(12, (at) => `03/04/1980,${two(at + 1)}/11/2024`),
      "visits.csv": visits(12, (at) => `${two(at + 1)}/12/2024`),
    };
    expect((await weighed(files))["visits.visitDate"]).toEqual([OPEN]);
  });

  test("stay open where no order is broken, or too few are", async () => {
    const files = (count: number) => ({
      "patients.csv": patients(count, (at) => `1980-05-25,2024-06-${two(at + 1)}`),
      "visits.csv": visits(count, (at) => `${two(at + 1)}/07/2024`),
    });
    expect((await weighed(files(4)))["visits.visitDate"]).toEqual([OPEN]);
    const apart = { "visits.csv": visits(12, (at) => `${two(at + 1)}/07/2030`) };
    expect((await weighed({ ...files(12), ...apart }))["visits.visitDate"]).toEqual([OPEN]);
  });
});

describe("births with two-digit years", () => {
  const born = (lines: readonly string[]) => [
    "patientId,firstName,lastName,phoneNumber,dateOfBirth,age",
    ...lines.map((line, at) => `${at},Asha,Rao,98765432${10 + at},${line}`),
  ];
  const people = [
    "25/12/58,67",
    "25/12/12,13",
    "13/05/15,10",
    "17/08/20,5",
    "30/01/24,1",
    "28/02/08,17",
  ];

  test("are of the century that the ages beside them say", async () => {
    const found = await weighed({ "patients.csv": born(people) });
    expect(found["patients.dateOfBirth"]).toEqual([{ format: "DD/MM/YY" }, { pivot: 26 }]);
  });

  test("of the very old and of children are parted, where a year parts them", async () => {
    const old = await weighed({ "patients.csv": born([...people, "25/12/25,100"]) });
    expect(old["patients.dateOfBirth"]?.[1]).toEqual({ pivot: 24 });
    const mixed = await weighed({ "patients.csv": born([...people, "25/12/13,112"]) });
    expect(mixed["patients.dateOfBirth"]?.[1]).toEqual(["1 19YY", "0 20YY"]);
  });

  test("are so too where a target has other names for its fields", async () => {
    const other = { mapping: renamedMapping(mapping), importers: renamed(HMSYNC).importers };
    const files = { "patients.csv": born(people) };
    expect(asOurs(await weighed(files, other))).toEqual(await weighed(files));
  });

  test("without ages stay open", async () => {
    const found = await weighed({
      "patients.csv": born(people.map((line) => line.replace(/,\d+/, ","))),
    });
    expect(found["patients.dateOfBirth"]?.[1]).toEqual(["1 19YY", "0 20YY"]);
  });
});
