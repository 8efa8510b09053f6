import { type AnySQLiteColumn, integer, sqliteTable } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { defineImporter } from "../../importers/define.ts";
import { doctors } from "../../importers/doctors.ts";
import { patients } from "../../importers/patients.ts";
import { visits } from "../../importers/visits.ts";
import { orderEntities } from "../../src/mapping/order-entities.ts";
import { UsageError } from "../../src/plain/errors.ts";

const names = (importers: Parameters<typeof orderEntities>[0]) =>
  orderEntities(importers).map(({ entity }) => entity);

test("parents come before children, otherwise the order stays", () => {
  expect(names([visits, doctors, patients])).toEqual(["doctors", "patients", "visits"]);
  expect(names([visits, patients, doctors])).toEqual(["patients", "doctors", "visits"]);
});

test("a parent that is not there is not waited for", () => {
  expect(names([visits, doctors])).toEqual(["doctors", "visits"]);
});

test("tables that refer to each other in a circle are refused", () => {
  const hens = sqliteTable("hens", {
    id: integer().primaryKey(),
    egg: integer().references((): AnySQLiteColumn => eggs.id),
  });
  const eggs = sqliteTable("eggs", {
    id: integer().primaryKey(),
    hen: integer().references((): AnySQLiteColumn => hens.id),
  });
  const importers = [
    defineImporter({ entity: "hens", table: hens, fields: {} }),
    defineImporter({ entity: "eggs", table: eggs, fields: {} }),
  ];
  expect(() => orderEntities(importers)).toThrow(UsageError);
});
