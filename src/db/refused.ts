import { DatabaseError } from "../plain/errors.ts";

/** A database in messages; one without a file has no name. */
export const called = (name: string): string =>
  name === "" ? "The database" : `The database ${name}`;

/** A statement that the database understands too little of, or does not allow: trying again is no use. */
export class StatementRefused extends DatabaseError {
  /** The engine's own words: `no such column: phone`. */
  readonly reason: string;

  constructor(what: string, { cure, cause }: { cure: string; cause: Error }) {
    super(what, { cure, cause });
    this.reason = cause.message;
  }
}

/** A row that the database refuses. */
export class ConstraintBroken extends StatementRefused {
  /** As the engine names it: `NOT NULL constraint failed: visits.visit_date`. */
  readonly constraint: string;

  constructor(cause: Error, name: string) {
    super(`${called(name)} rejects a row: ${cause.message}.`, {
      cure: "Compare the row with the table's constraints.",
      cause,
    });
    this.constraint = cause.message;
  }
}
