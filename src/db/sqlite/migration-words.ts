/** For those who run a migration by other means; inside a transaction the line does nothing. */
export const FOREIGN_KEYS_OFF = "PRAGMA foreign_keys=OFF";

/** What would end the transaction that a migration runs in, or reach beyond its database. */
export const OUT_OF_PLACE = /^(begin|commit|end|rollback|savepoint|release|vacuum|attach|detach)$/;
