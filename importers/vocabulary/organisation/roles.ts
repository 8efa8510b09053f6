import { OWN_ID } from "../clinical/parents.ts";
import { NOT_OF_PLACES } from "./parents.ts";

// How the columns of a table of what users may do are called. `#` stands for an id, a number or a code.

export const roles = {
  entity: "roles",
  owner: "role",
  exact: true,
  within: ["user"],
  fields: {
    legacyId: {
      "role id": 1,
      "role number": 0.95,
      "role user id": 0.95,
      ...OWN_ID,
      "role code": 0.93,
      code: 0.9,
    },
    name: { "role name": 1, name: 0.95, named: 0.93, "role named": 0.95, role: 0.9 },
    description: { description: 0.97, "role description": 1, notes: 0.8 },
  },
  composed: {},
  needs: [["name"], ["legacyId", "description"]],
  must: [["name"]],
  signs: {
    ...NOT_OF_PLACES,
    "role id": 3,
    "role number": 2.5,
    "role name": 2.5,
    role: 1,
    description: 0.4,
    name: 0.4,
    "user #": -5,
    username: -5,
    email: -4,
    phone: -4,
    address: -3,
    secret: -4,
    "department #": -1.5,
    "staff #": -4,
    "staff name": -4,
    country: -3,
  },
} as const;
