// How records of stays name the place and the visit, and what speaks against a table of them.

export const FACILITY_HEADERS = { "hospital #": 1, hospital: 0.66, "hospital name": 0.6 } as const;
export const OF_VISIT_HEADERS = { "visit #": 1, visit: 0.85 } as const;

export const NOT_OF_STAYS = {
  birth: -1,
  license: -3,
  specialty: -0.8,
  salary: -3,
  "bill #": -2.5,
  "payment #": -3,
  "claim #": -3,
  "policy #": -1,
  method: -1.5,
  discount: -1.5,
  balance: -1.5,
  unitprice: -3,
  quantity: -1.5,
  supplier: -4,
  laboratory: -3,
  "medicine dose": -2.5,
  medicine: -1.5,
  "prescription rx": -2,
  "care prescription": -0.6,
  treatment: -0.6,
  procedure: -1,
  labtest: -1,
  labresult: -2,
  allergy: -2,
  "staff #": -1.5,
  nurse: -0.5,
  qualification: -2,
  joined: -2,
  message: -2,
  body: -1.5,
} as const;
