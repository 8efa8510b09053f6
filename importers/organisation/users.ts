import { users as usersTable } from "../../shared/schema.ts";
import { boolean } from "../convert/boolean.ts";
import { date, time } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { phone } from "../convert/phone.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { isAfter } from "../rules.ts";

/**
 * Who logs in. A user whose role is unknown is rejected: no role is taken in its place. A password's hash comes
 * only where a mapping names its column.
 */
export const users = defineImporter({
  entity: "users",
  topic: "organisation",
  table: usersTable,
  fields: {
    legacyId: legacyId(),
    name: text({ singleSpaced: true, holds: "fullName" }),
    username: text({ holds: "person" }),
    email: text({ holds: "email" }),
    phone: phone(),
    roleId: reference("roles", { label: "role" }),
    facilityId: reference("facilities", { label: "facility" }),
    isActive: boolean(),
    lastLoginDate: date(),
    lastLoginTime: time(),
    passwordHash: text({ holds: "secret" }),
  },
  derives: ["name"],
  complete(row) {
    row.name ??= row.username ?? null;
  },
  placeholder: (legacyId) => ({
    legacyId,
    name: "(user not in the export)",
    isActive: false,
  }),
  rules: [
    {
      code: "name.missing",
      severity: "error",
      fields: ["name", "username"],
      advice: "Write the user's name, or the name that the user logs in with.",
      broken: (row) => !row.name,
    },
    {
      code: "lastLoginDate.future",
      severity: "warning",
      fields: ["lastLoginDate"],
      advice: "The last login is after the day of the run. Check the date.",
      broken: (row, { asOf }) => isAfter(row.lastLoginDate, asOf),
    },
  ],
});
