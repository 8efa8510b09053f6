import { accessGrants as accessGrantsTable, type GRANT_STATUSES } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date, time } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { isAfter, ofPerson } from "../rules.ts";

const statuses: Record<(typeof GRANT_STATUSES)[number], string[]> = {
  pending: ["requested", "proposed"],
  active: ["granted", "approved", "accepted"],
  revoked: ["withdrawn", "cancelled", "canceled", "inactive"],
  expired: ["ended"],
  rejected: ["denied", "declined"],
};

/**
 * Who may see whose record. Two columns may name the person, a child's and a patient's: if they lead to two persons,
 * the grant would move to somebody else, and the record is rejected whatever a mapping says.
 */
export const accessGrants = defineImporter({
  entity: "accessGrants",
  topic: "persons",
  harm: "somebody sees the record of a person who did not allow it",
  table: accessGrantsTable,
  fields: {
    legacyId: legacyId(),
    personId: ofPerson(),
    samePersonId: reference("persons", { label: "samePerson" }),
    grantorType: text({ required: true }),
    grantorId: reference("users", { label: "grantor", required: true }),
    granteeType: text({ required: true }),
    granteeId: reference("doctors", { label: "grantee" }),
    granteeUserId: reference("users", { label: "granteeUser" }),
    scope: text(),
    status: code({ values: statuses, required: true }),
    grantedDate: date(),
    grantedTime: time({ dayField: "grantedDate" }),
    expiresDate: date(),
    revokedDate: date(),
    revokedTime: time({ dayField: "revokedDate" }),
    reason: text({ holds: "notes" }),
    notes: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "person.two-persons",
      severity: "error",
      fixed: true,
      fields: ["samePersonId", "personId"],
      parent: "samePerson",
      advice:
        "The two columns lead to two persons: access would move to somebody else. Correct one of them, or the link that should join the two.",
      broken: (_, { idOf, isSamePerson }) => {
        const [one, other] = [idOf?.("person"), idOf?.("samePerson")];
        if (one === undefined || other === undefined || one === other) return false;
        return isSamePerson?.("person", "samePerson") !== true;
      },
    },
    {
      code: "grantee.missing",
      severity: "error",
      fields: ["granteeId", "granteeUserId"],
      parent: "grantee",
      advice: "Say who may see the record.",
      broken: (_, { idOf }) => (idOf?.("grantee") ?? idOf?.("granteeUser")) === undefined,
    },
    {
      code: "revokedDate.active",
      severity: "error",
      fields: ["revokedDate", "status"],
      advice: "The grant was revoked, but is marked active. Correct status or date.",
      broken: ({ revokedDate, status }) => revokedDate != null && status === "active",
    },
    {
      code: "revokedDate.before-grant",
      severity: "error",
      fields: ["revokedDate", "grantedDate"],
      advice: "The grant was revoked before it was given. Correct one of the two dates.",
      broken: (row) => isAfter(row.grantedDate, row.revokedDate),
    },
    {
      code: "grantedDate.future",
      severity: "warning",
      fields: ["grantedDate"],
      advice: "The grant is dated after the day of the run. Check the date.",
      broken: (row, { asOf }) => isAfter(row.grantedDate, asOf),
    },
    {
      code: "expiresDate.active",
      severity: "warning",
      fields: ["expiresDate", "status"],
      advice:
        "The grant had run out by the day of the run, but is marked active. Check date and status.",
      broken: ({ expiresDate, status }, { asOf }) =>
        status === "active" && isAfter(asOf, expiresDate),
    },
  ],
});
