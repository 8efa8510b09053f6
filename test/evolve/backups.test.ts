import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { integer } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { listBackups } from "../../src/db/sqlite/backup.ts";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { restoreBackup } from "../../src/db/sqlite/restore.ts";
import { DatabaseError, UsageError } from "../../src/plain/errors.ts";
import { onTerminal } from "../support/answers.ts";
import { dump, NOW, pushed, refused, rows } from "../support/evolve.ts";
import {
  hospital,
  hospitalDatabase,
  patientColumns,
  prescriptionColumns,
} from "../support/hospital.ts";
import { workspace } from "../support/workspace.ts";

const REBUILT = hospital({ patients: { ...patientColumns(), age: integer().default(0) } });
const mode = (path: string) => statSync(path).mode & 0o777;
const backup = async (path: string, ...flags: string[]) =>
  onTerminal(["db:backup", "--db", path, "--json", ...flags], []);

test("a push keeps the state before it, its owner's alone", async () => {
  const db = await hospitalDatabase();
  const before = dump(db.path);
  const { backup: kept } = await pushed(db, REBUILT);
  expect([dump(String(kept)), mode(String(kept))]).toEqual([before, 0o600]);
});

test("a push that has nothing to do, or no row to keep, makes no backup", async () => {
  const db = await hospitalDatabase();
  expect((await pushed(db, hospital())).backup).toBeUndefined();
  const empty = await hospitalDatabase({}, "DELETE FROM ledger_schema_changes");
  await pushed(empty, REBUILT, { adopt: true });
  expect(listBackups(empty)).toEqual([]);
});

test("a push that is refused leaves no backup, and drops none", async () => {
  const db = await hospitalDatabase();
  for (let at = 0; at < 10; at++) await backup(db.path);
  const before = listBackups(db);
  const { phone: _, ...patients } = patientColumns();
  await refused(db, hospital({ patients }));
  await refused(db, hospital({ patients: { ...patientColumns(), phone: integer() } }));
  await refused(
    db,
    hospital({
      prescriptions: {
        ...prescriptionColumns(),
        drug: integer().notNull(),
        visitId: integer().notNull(),
      } as never,
    }),
  );
  expect([before.length, listBackups(db)]).toEqual([10, before]);
});

test("db:backup says where, how large and what; --keep leaves the newest", async () => {
  const db = await hospitalDatabase();
  for (const _ of [1, 2, 3]) await backup(db.path);
  const { exitCode, said } = await backup(db.path, "--keep", "2");
  const { backup: path, size, sha256 } = JSON.parse(said.split("\n").at(-1) ?? "");
  expect([exitCode, statSync(path).size, sha256.length, mode(path)]).toEqual([0, size, 64, 0o600]);
  expect([listBackups(db).length, listBackups(db)[0]]).toEqual([2, path]);
  expect((await backup(db.path, "--keep", "0")).exitCode).toBe(2);
});

test("a restore brings every row back, and puts the present state aside", async () => {
  const db = await hospitalDatabase();
  const { backup: kept } = await pushed(db, REBUILT);
  db.exec("UPDATE patients SET age = 1; DELETE FROM visits");
  const present = dump(db.path);
  const { aside } = await restoreBackup(db.path, String(kept), new Date(NOW.getTime() + 60_000));
  expect(dump(db.path)).toEqual(dump(String(kept)));
  expect(dump(String(aside))).toEqual(present);
});

test.each(["DELETE", "WAL"])(
  "a connection that is open in %s mode sees what was restored",
  async (journal) => {
    const db = await hospitalDatabase();
    db.exec(`PRAGMA journal_mode = ${journal}`);
    const { backup: kept } = await pushed(db, REBUILT);
    const other = new SqliteDriver(db.path);
    other.exec("DELETE FROM visits");
    await restoreBackup(db.path, String(kept), NOW);
    expect(other.prepare("SELECT count(*) FROM visits").pluck().get()).toBe(24);
    other.exec("DELETE FROM prescriptions WHERE id = 1");
    other.close();
    expect(rows(db, "SELECT count(*) FROM prescriptions")).toEqual([[47]]);
  },
);

test("a restore makes a database that is lost", async () => {
  const db = await hospitalDatabase();
  const { backup: kept } = await pushed(db, REBUILT);
  const lost = join(workspace(), "hmsync.db");
  const { aside } = await restoreBackup(lost, String(kept), NOW);
  expect([aside, dump(lost), mode(lost)]).toEqual([undefined, dump(String(kept)), 0o600]);
});

test("a backup that is damaged, no database, or not there is refused", async () => {
  const db = await hospitalDatabase();
  const { backup: kept = "" } = await pushed(db, REBUILT);
  const before = dump(db.path);
  const bytes = readFileSync(kept);
  const spoilt = join(workspace(), "spoilt.db");
  const cases: [() => void, typeof DatabaseError | typeof UsageError][] = [
    [
      () =>
        writeFileSync(
          spoilt,
          bytes.map((byte, at) => (at > 8_192 && at < 9_000 ? 255 : byte)),
        ),
      DatabaseError,
    ],
    [() => truncateSync(spoilt, 12_288), DatabaseError],
    [() => writeFileSync(spoilt, "no database at all, but some text"), DatabaseError],
  ];
  for (const [spoil, kind] of cases) {
    spoil();
    await expect(restoreBackup(db.path, spoilt, NOW)).rejects.toThrow(kind);
  }
  await expect(restoreBackup(db.path, join(workspace(), "none.db"), NOW)).rejects.toThrow(
    UsageError,
  );
  await expect(restoreBackup(db.path, db.path, NOW)).rejects.toThrow(UsageError);
  expect([dump(db.path), listBackups(db).length]).toEqual([before, 1]);
});

test("an empty file is no backup", async () => {
  const db = await hospitalDatabase();
  const before = dump(db.path);
  const empty = join(workspace(), "empty.db");
  writeFileSync(empty, "");
  await expect(restoreBackup(db.path, empty, NOW)).rejects.toThrow(DatabaseError);
  expect(dump(db.path)).toEqual(before);
});

test("a restore into a database that another program is writing to fails, and changes nothing", async () => {
  const db = await hospitalDatabase();
  const { backup: kept = "" } = await pushed(db, REBUILT);
  const before = dump(db.path);
  const other = new SqliteDriver(db.path);
  other.exec("BEGIN IMMEDIATE; DELETE FROM visits");
  await expect(restoreBackup(db.path, kept, NOW)).rejects.toThrow(DatabaseError);
  other.exec("ROLLBACK");
  other.close();
  expect(dump(db.path)).toEqual(before);
});

test.each([
  ["a page of zeros", (bytes: Buffer) => bytes.fill(0, 8_192, 12_288)],
  ["an end that is missing", (bytes: Buffer) => bytes.subarray(0, 9_000)],
])("a database that is damaged (%s) is kept, and restored", async (_, spoil) => {
  const db = await hospitalDatabase();
  const { backup: kept = "" } = await pushed(db, REBUILT);
  db.close();
  writeFileSync(db.path, spoil(readFileSync(db.path)));
  const damaged = readFileSync(db.path);
  const { aside = "" } = await restoreBackup(db.path, kept, NOW);
  expect(dump(db.path)).toEqual(dump(kept));
  expect([readFileSync(aside).equals(damaged), mode(aside), mode(db.path)]).toEqual([
    ...[true, 0o600, 0o600],
  ]);
  expect(listBackups(db)).toEqual([kept]);
});

test("what a killed backup left behind goes with the next one, and no other file", async () => {
  const db = await hospitalDatabase();
  await backup(db.path);
  const folder = join(dirname(db.path), "backups");
  const stem = `${basename(db.path, ".db")}-2026-01-14T02-03-11Z`;
  const [dead, alive] = [2 ** 30, process.pid];
  const stays = [`${stem}-2.db.${alive}.part`, "notes.part", `other-${stem}.db.${dead}.part`];
  const goes = [`${stem}.db.part`, `${stem}.db.${dead}.part`, `${stem}.db.${dead}.part-journal`];
  for (const name of [...stays, ...goes]) writeFileSync(join(folder, name), "left");
  await backup(db.path);
  const left = readdirSync(folder).filter((name) => /\.part/.test(name));
  expect(left.sort()).toEqual(stays.sort());
});

test("a backup that its owner made read-only is restored from", async () => {
  const db = await hospitalDatabase();
  const { backup: kept = "" } = await pushed(db, REBUILT);
  chmodSync(kept, 0o400);
  await restoreBackup(db.path, kept, NOW);
  expect(dump(db.path)).toEqual(dump(kept));
});
