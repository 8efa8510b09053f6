import { sql } from "drizzle-orm";
import { integer, pgSchema, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { expect, it } from "vitest";
import * as ledger from "../../../shared/ledger.ts";
import * as serverLedger from "../../../shared/pg-ledger.ts";
import * as serverTables from "../../../shared/pg-schema.ts";
import * as tables from "../../../shared/schema.ts";
import { createTables } from "../../../src/db/postgresql/create-tables.ts";
import { DatabaseError } from "../../../src/plain/errors.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { factsOf, factsOfServer } from "../../support/schema-facts.ts";

describePostgresql("the tables of HMSync on a server", () => {
  const db = testDatabase();

  it("are what SQLite has: column by column, key by key, check by check", async () => {
    await createTables(await db.session(), { ...serverTables, ...serverLedger });
    expect(await factsOfServer(db.query)).toEqual(factsOf({ ...tables, ...ledger }));
  }, 60_000);
});

describePostgresql("tables of another application", () => {
  const db = testDatabase();
  const clinic = pgSchema("Old Clinic");
  const state = clinic.enum("visit state", ["open", "isn't"]);
  const stays = clinic.table("Stays", {
    id: integer("Id").primaryKey().generatedAlwaysAsIdentity({ startWith: 100 }),
    state: state("state").notNull().default("isn't"),
    before: state("before").array(),
    upper: text("upper").generatedAlwaysAs(sql`upper(note)`),
    note: text("note"),
    at: timestamp("at", { withTimezone: true }).defaultNow(),
  });
  const notes = pgTable("notes", { stay: integer("stay").references(() => stays.id) });

  it("get the schemas and the enums that they use, also where one of them is there", async () => {
    await db.query('create schema "Old Clinic"');
    await createTables(await db.session(), { notes, stays, state });
    await db.query(`insert into "Old Clinic"."Stays" (note) values ('x')`);
    await db.query("insert into notes values (100)");
    expect(await db.query(`select "Id", state, upper from "Old Clinic"."Stays"`)).toEqual([
      { Id: 100, state: "isn't", upper: "X" },
    ]);
  });

  it("are made all, or none", async () => {
    const first = pgTable("a_first", { id: integer("id") });
    const refused = createTables(await db.session(), { first, notes });
    await expect(refused).rejects.toThrow(DatabaseError);
    expect(await db.query("select to_regclass('a_first') as made")).toEqual([{ made: null }]);
  });
});
