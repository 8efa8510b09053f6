/** http://hl7.org/fhir/observation-status */
export const OBSERVATION_STATUSES = [
  "registered",
  "preliminary",
  "final",
  "amended",
  "corrected",
  "cancelled",
  "entered-in-error",
  "unknown",
] as const;

/** http://hl7.org/fhir/quantity-comparator */
export const COMPARATORS = ["<", "<=", ">=", ">"] as const;
