import { integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { date } from "../../importers/convert/date.ts";
import { legacyId } from "../../importers/convert/legacy-id.ts";
import { lookup } from "../../importers/convert/lookup.ts";
import { money } from "../../importers/convert/money.ts";
import { reference } from "../../importers/convert/reference.ts";
import { text as words } from "../../importers/convert/text.ts";
import { defineImporter, type Field, type Importer, unstored } from "../../importers/define.ts";
import { defineTarget } from "../../importers/define-target.ts";
import { checkTarget } from "../../src/cli/check-target.ts";
import { UsageError } from "../../src/plain/errors.ts";

// What the compiler would find, where nobody has asked it.

const owners = sqliteTable("owners", { id: integer().primaryKey(), name: text().notNull() });
const dogs = sqliteTable("dogs", {
  id: integer().primaryKey(),
  ownerId: integer("owner_id").references(() => owners.id),
  called: text(),
  born: text(),
  seen: integer({ mode: "timestamp" }),
  price: real(),
});

const kennel = (fields: Record<string, Field>, more: Partial<Importer> = {}) => {
  const declared = defineImporter({ entity: "dogs", table: dogs, fields: fields as never });
  const keepers = defineImporter({
    entity: "owners",
    table: owners,
    fields: { legacyId: legacyId(), name: words({ required: true }) },
  });
  const importers = [keepers, { ...declared, ...more }];
  return defineTarget({ name: "kennel", tables: { dogs, owners }, importers });
};

test("a target whose fields have columns that take them is in order", () => {
  const target = kennel(
    {
      legacyId: legacyId(),
      ownerId: reference("owners", { label: "owner" }),
      called: words(),
      day: date({ column: "born" }),
      weight: unstored(words()),
      price: money({ column: "price", stored: "whole units" }),
    },
    { derives: ["called"] },
  );
  expect(() => checkTarget(target, "c.ts")).not.toThrow();
  const byName = kennel({ ownerId: lookup(owners, "name", { label: "owner" }) });
  expect(() => checkTarget(byName, "c.ts")).not.toThrow();
});

test.each<[string, { fields: Record<string, Field>; more?: Partial<Importer>; named: RegExp }]>([
  ["a field without a column", { fields: { kalled: words() }, named: /dogs\.kalled .*"called"/ }],
  [
    "a derived column that is not there",
    { fields: {}, more: { derives: ["age"] }, named: /dogs\.age/ },
  ],
  [
    "an unknown entity",
    { fields: { ownerId: reference("owner", { label: "o" }) }, named: /"owners"/ },
  ],
  ["a text in a column of numbers", { fields: { ownerId: words() }, named: /dogs\.ownerId/ }],
  ["a column of moments", { fields: { seen: date() }, named: /dogs\.seen .*date/ }],
])("%s is refused by name", (_, { fields, more, named }) => {
  const target = kennel(fields, more);
  expect(() => checkTarget(target, "c.ts")).toThrow(UsageError);
  expect(() => checkTarget(target, "c.ts")).toThrow(named);
});
