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
  /** As the engine names it: `NOT NULL constraint failed: visits.visit_date`; or what the trigger says. */
  readonly constraint: string;
  /** What it says may be made of what is in the row. */
  readonly isByTrigger: boolean;

  constructor(cause: Error, name: string, by: "constraint" | "trigger") {
    const isByTrigger = by === "trigger";
    super(
      isByTrigger
        ? `${called(name)} has a trigger that rejects a row.`
        : `${called(name)} rejects a row: ${cause.message}.`,
      {
        cure: isByTrigger
          ? "Check the triggers of the database; drop the one that rejects it, or change it, and run again."
          : "Compare the row with the table's constraints.",
        cause,
      },
    );
    this.constraint = cause.message;
    this.isByTrigger = isByTrigger;
  }
}

/** All of the transaction is gone, and what comes next would be written outside of one. */
export class TransactionLost extends DatabaseError {
  constructor(name: string, cause: unknown) {
    super(`${called(name)} rolled back the whole transaction when a row was written.`, {
      cure: "A trigger with RAISE(ROLLBACK) or a constraint with ON CONFLICT ROLLBACK does that: have it reject the row alone (RAISE(ABORT), ON CONFLICT ABORT), and run again.",
      cause,
    });
  }
}
