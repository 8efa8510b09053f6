/**
 * What a field holds of a person or a record: assess masks what identifies somebody, reads a birth as a day in the past,
 * and looks for what contradicts it.
 */
export type Holding =
  | "firstName"
  | "lastName"
  | "fullName"
  | "phone"
  | "email"
  | "birth"
  | "age"
  | "gender"
  | "address"
  | "nationalId"
  | "notes"
  /** Another name or number of somebody. */
  | "person"
  /** The day of a registration, of a visit or the like, of a hiring. */
  | "registered"
  | "visited"
  | "hired"
  /** How far something has come. */
  | "status"
  /** The currency of a record's amounts, by its code or sign. */
  | "currency"
  /** A password, or what was made of one: never shown. */
  | "secret"
  /** What somebody is trained in, where somebody works, what somebody has: a list elsewhere may have its names. */
  | "specialty"
  | "department"
  | "diagnosis";
