import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { cosmeticLines } from "../../src/evolve/push-report.ts";
import { pushText } from "../../src/report/push-text.ts";
import { databaseOf, planned, pushed } from "../support/evolve.ts";

const PLAIN = { paint: { bad: String, warn: String } } as unknown as Parameters<typeof pushText>[1];
const NAMES = Array.from({ length: 12 }, (_, at) => `t${at}`);

/** As drizzle-kit compiles them. */
const SCHEMA = Object.fromEntries(
  NAMES.map((name) => [
    name,
    sqliteTable(name, {
      id: text().primaryKey(),
      code: text().notNull().unique(),
      active: integer({ mode: "boolean" }).notNull().default(true),
    }),
  ]),
);

/** As people write the same. */
const byHand = (more = "") =>
  databaseOf(
    NAMES.map(
      (name) => `CREATE TABLE ${name} (id TEXT PRIMARY KEY, code VARCHAR(20) NOT NULL UNIQUE,
        active INTEGER NOT NULL DEFAULT 1 ${more});
        INSERT INTO ${name} (id, code) VALUES ('a', '007')`,
    ).join(";"),
  );

test("what is only written in another way is one line for all tables", async () => {
  const db = byHand();
  const { report } = await planned(db, SCHEMA, { adopt: true });
  const kinds = report.tables
    .filter(({ action }) => action === "rebuild")
    .flatMap(({ changes }) => changes.map(({ kind }) => kind));
  expect([kinds.length, new Set(kinds)]).toEqual([48, new Set(["cosmetic"])]);
  expect(cosmeticLines(report.tables)).toHaveLength(1);
  const lines = pushText(report, PLAIN).split("\n");
  expect(lines.filter((line) => /\bt\d+\b|12 tables/.test(line))).toHaveLength(1);
  await pushed(db, SCHEMA, { adopt: true });
  expect((await pushed(db, SCHEMA)).report.inSync).toBe(true);
});

test("beside a cosmetic difference, one that is more has its own line", async () => {
  const db = byHand(", CHECK (active IN (0, 1))");
  const { report } = await planned(db, SCHEMA, { adopt: true });
  const lines = pushText(report, PLAIN).split("\n");
  expect(lines.filter((line) => /^t\d+ .*CHECK constraints$/.test(line))).toHaveLength(12);
  expect(lines.filter((line) => line.startsWith("Cosmetic"))).toHaveLength(1);
});
