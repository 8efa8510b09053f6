import { ageOn } from "../../importers/convert/age.ts";
import { code } from "../../importers/convert/code.ts";
import { date } from "../../importers/convert/date.ts";
import { integer } from "../../importers/convert/integer.ts";
import { legacyId } from "../../importers/convert/legacy-id.ts";
import { phone } from "../../importers/convert/phone.ts";
import { text } from "../../importers/convert/text.ts";
import { defineImporter, unstored } from "../../importers/define.ts";
import { noonOf, patients as table } from "./tables.ts";

export const patients = defineImporter({
  entity: "patients",
  table,
  numbers: [{ column: "patientId", format: "PT-{year}-{n:5}", of: (row) => row.createdAt }],
  fields: {
    legacyId: legacyId(),
    name: text({ required: true, singleSpaced: true, holds: "fullName" }),
    phone: phone({ required: true }),
    age: integer({ min: 0, max: 150, holds: "age" }),
    dateOfBirth: unstored(date({ holds: "birth" })),
    sex: unstored(
      code({
        values: { male: ["m"], female: ["f"], other: ["o"], unknown: ["u"] },
        holds: "gender",
      }),
    ),
    registrationDate: date({
      required: true,
      holds: "registered",
      column: "createdAt",
      stored: noonOf,
    }),
    address: text({ holds: "address" }),
    email: text({ holds: "email" }),
  },
  derives: ["age", "gender"],
  complete(row) {
    // As old as the application would have written down when the patient was registered: it does not count on.
    row.age ??= ageOn(row.createdAt, row.dateOfBirth);
    row.gender = row.sex === "male" || row.sex === "female" ? row.sex : "other";
  },
  rules: [
    {
      code: "age.missing",
      severity: "error",
      fields: ["age", "dateOfBirth", "registrationDate"],
      advice: "Write the age, or the days of birth and registration.",
      broken: (row) => row.age == null,
    },
    {
      code: "age.impossible",
      severity: "error",
      fields: ["age", "dateOfBirth", "registrationDate"],
      advice: "The days of birth and registration make an age below 0 or above 150. Correct them.",
      broken: (row) => row.age != null && (row.age < 0 || row.age > 150),
    },
    {
      code: "age.under-one",
      severity: "warning",
      fields: ["age", "dateOfBirth"],
      advice:
        "The age is 0. The application shows it, but its form asks for 1 or more when the patient is next edited.",
      broken: (row) => row.age === 0,
    },
    {
      code: "sex.as-other",
      severity: "warning",
      fields: ["sex"],
      advice:
        'The application has no "unknown": the patient is stored as "other". Write it down, or correct it there.',
      broken: (row) => row.sex == null || row.sex === "unknown",
    },
    {
      code: "registrationDate.future",
      severity: "error",
      fields: ["registrationDate"],
      advice:
        "The registration day is after the day of the run, and the patient is numbered by it. Correct the day.",
      broken: (row, { asOf }) => row.createdAt != null && row.createdAt.slice(0, 10) > asOf,
    },
  ],
});
