import * as ledger from "../shared/ledger.ts";
import * as target from "../shared/schema.ts";

// HMSync's schema after a change that SQLite makes by rebuilding the table alone: every visit has a time.
Object.assign(target.visits.visitTime, { notNull: true });

export const { caregivers, doctors, patients, visits } = target;
export const { actions, crosswalk, exceptions, files, runs, schemaChanges, unmapped, waiting } =
  ledger;
