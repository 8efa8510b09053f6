import { type GENDERS, persons as personsTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { phone } from "../convert/phone.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { lifeRules } from "../rules.ts";

const genders: Record<(typeof GENDERS)[number], string[]> = {
  M: ["male", "boy"],
  F: ["female", "girl"],
  O: ["other"],
  U: ["unknown"],
};

/** Human beings whom a legacy system may keep in several tables: children, patients, ... */
export const persons = defineImporter({
  entity: "persons",
  topic: "persons",
  harm: "one person is taken for another one, or seen by somebody who was never allowed to",
  table: personsTable,
  fields: {
    legacyId: legacyId(),
    firstName: text({ singleSpaced: true, holds: "firstName" }),
    lastName: text({ singleSpaced: true, holds: "lastName" }),
    fullName: text({ singleSpaced: true, holds: "fullName" }),
    phone: phone({ e164Column: "phoneE164" }),
    email: text({ holds: "email" }),
    dateOfBirth: date({ holds: "birth", precisionColumn: "dateOfBirthPrecision" }),
    dateOfDeath: date({ precisionColumn: "dateOfDeathPrecision" }),
    gender: code({ values: genders, holds: "gender" }),
    address: text({ holds: "address" }),
    registrationDate: date({ holds: "registered" }),
    notes: text({ holds: "notes" }),
  },
  derives: ["fullName"],
  complete(row) {
    row.fullName ??= [row.firstName, row.lastName].filter(Boolean).join(" ") || null;
  },
  placeholder: (legacyId) => ({
    legacyId,
    fullName: "(person not in the export)",
    isActive: false,
  }),
  rules: [
    {
      code: "fullName.missing",
      severity: "error",
      fields: ["fullName", "firstName", "lastName"],
      advice: "Write the person's name.",
      broken: (row) => !row.fullName,
    },
    ...lifeRules("person"),
  ],
});
