/**
 * What is known of a list. Not recorded is not the same as none, nor is what nobody has decided yet (FHIR's
 * List.emptyReason tells them apart too).
 */
export const LIST_STATES = ["not-recorded", "none-known", "listed", "undecided"] as const;
