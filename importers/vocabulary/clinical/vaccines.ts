import { OWN_ID } from "./parents.ts";

// How the columns of a list of vaccines are called. `#` stands for an id, a number or a code.

export const vaccines = {
  entity: "vaccines",
  owner: "vaccine",
  within: ["prescription"],
  refers: ["patient", "visit", "doctor"],
  fields: {
    legacyId: { "prescription vaccine id": 1, "prescription vaccine number": 0.9, ...OWN_ID },
    code: { "vaccine code": 1, "prescription vaccine code": 1, code: 0.95 },
    codeSystem: { "code system": 1 },
    name: {
      "prescription vaccine name": 1,
      "prescription vaccine": 0.95,
      name: 0.92,
      "name description": 0.8,
      description: 0.72,
    },
    manufacturer: { "medicine manufacturer": 1, "prescription vaccine medicine manufacturer": 1 },
    dosesInSeries: { series: 1, "medicine dose": 0.72 },
    route: { route: 1 },
    notes: { notes: 1 },
  },
  composed: {},
  needs: [["name"], ["code", "legacyId"]],
  must: [["name", "code"]],
  signs: {
    "prescription vaccine": 2,
    "prescription vaccine id": 3,
    "prescription vaccine name": 2.5,
    "vaccine code": 1.5,
    "medicine manufacturer": 1,
    series: 1.2,
    name: 0.4,
    code: 0.4,
    "medicine dose": 0.3,
    "patient #": -5,
    patient: -4,
    "visit #": -3,
    "doctor #": -3,
    "care prescription immunization": -1,
    first: -3,
    last: -3,
    amount: -0.8,
    fee: -0.8,
  },
} as const;
