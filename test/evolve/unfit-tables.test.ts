import { integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, onTestFinished, test } from "vitest";
import { legacyId } from "../../importers/convert/legacy-id.ts";
import { money } from "../../importers/convert/money.ts";
import { text as words } from "../../importers/convert/text.ts";
import { defineImporter } from "../../importers/define.ts";
import { defineTarget } from "../../importers/define-target.ts";
import { openTemporary } from "../../src/db/sqlite/open.ts";
import { checkRecognised } from "../../src/evolve/recognise.ts";
import { UsageError } from "../../src/plain/errors.ts";

// What a target declares of a table is compared with how the application made it.

const dogs = sqliteTable("dogs", {
  id: integer().primaryKey(),
  called: text().notNull(),
  price: real(),
  made: text(),
});

const target = defineTarget({
  name: "kennel",
  schema: "theirs",
  tables: { dogs },
  timestamps: { created: "made" },
  importers: [
    defineImporter({
      entity: "dogs",
      table: dogs,
      fields: {
        legacyId: legacyId(),
        called: words({ required: true }),
        price: money({ column: "price", stored: "whole units" }),
      },
    }),
  ],
});

function check(ddl: string): void {
  const db = openTemporary("kennel.db");
  onTestFinished(() => db.close());
  db.exec(ddl);
  checkRecognised(db, target);
}

test.each([
  "create table dogs (id integer primary key, called text not null, price real, made text not null)",
  "create table Dogs (ID integer not null primary key autoincrement, called varchar(9), price float, made datetime)",
  "create table dogs (id int primary key, called text, price decimal(9,2), made text) without rowid",
  "create table dogs (id int not null, called text, price any, made text, unique (id)) strict",
  "create table dogs (id int, called text, price, made text); create unique index d on dogs (id)",
  "create table dogs (id integer primary key, called text, price real, made text, shop int not null default 1)",
  "create table dogs (id integer primary key, called text, price real, made text, loud as (upper(called)) not null)",
])("an application's table is taken as it is: %s", (ddl) => {
  check(ddl);
});

test.each([
  [
    "create table dogs (id int, called text, price real, made text, shop int, primary key (id, shop))",
  ],
  ["create table dogs (id int, called text, price real, made text)"],
  [
    "create table dogs (id integer primary key, called text, price real, made text, shop int not null)",
  ],
  ["create table dogs (id integer primary key, called text, price varchar(20), made text)"],
  [
    "create table d (id integer primary key); create view dogs as select id, '' called, 1.5 price, '' made from d",
  ],
])("one that no record could go into is refused before anything is read: %s", (ddl) => {
  expect(() => check(ddl)).toThrow(UsageError);
});
