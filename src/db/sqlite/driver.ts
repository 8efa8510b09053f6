import { createRequire } from "node:module";
import type Driver from "better-sqlite3";
import { DRIVER } from "./driver-name.ts";

/** better-sqlite3, in the version for this Node.js. */
export const SqliteDriver = createRequire(import.meta.url)(DRIVER) as typeof Driver;

/** A connection to a database, as the driver has it. */
export type DriverDatabase = Driver.Database;
export type DriverStatement = Driver.Statement;
