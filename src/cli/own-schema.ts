import * as ledger from "../../shared/ledger.ts";
import * as target from "../../shared/schema.ts";
import type { SchemaExports } from "../evolve/compile-schema.ts";

/** HMSync's own schema: the target tables and the ledger. */
export const SCHEMA: SchemaExports = { ...target, ...ledger };
