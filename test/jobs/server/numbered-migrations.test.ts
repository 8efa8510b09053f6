import { beforeAll, expect, it } from "vitest";
import { parseLocation } from "../../../src/db/connecting/location.ts";
import { applicationName, takeServerLock } from "../../../src/db/postgresql/run-lock.ts";
import {
  adoptNumbered,
  migrateNumbered,
  numberedStatus,
  rollBackNumbered,
} from "../../../src/jobs/server/numbered-migrations.ts";
import { publicIdsOnServer } from "../../../src/jobs/server/public-ids.ts";
import {
  DatabaseError,
  DecisionNeeded,
  Interrupted,
  UsageError,
} from "../../../src/plain/errors.ts";
import { numberedFolder, removeNumberedFolders } from "../../support/numbered.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";

const FILES = {
  "001_tables.sql": "create table patients (id int primary key, name text);",
  "002_public_id.sql":
    "alter table patients add public_id text unique;\ninsert into patients values (1, 'A');",
  "002_public_id.down.sql": "alter table patients drop column public_id;",
};

describePostgresql("jobs of a numbered folder", () => {
  const database = testDatabase();
  removeNumberedFolders();
  let folder: string;
  beforeAll(() => {
    folder = numberedFolder(FILES);
  });
  function options(command: string) {
    const location = parseLocation(database.url);
    if (location === undefined) throw new TypeError("no location");
    const passwords = { env: {}, home: "/nowhere", warn: () => undefined };
    return { location, passwords, command, folder };
  }

  it("apply, tell, fill and take back, and keep each other out", async () => {
    const notes: string[] = [];
    const note = (line: string | readonly string[]) => void notes.push(String(line));
    expect(await numberedStatus(options("db:status"))).toEqual({
      applied: [],
      pending: ["001_tables", "002_public_id"],
      begun: undefined,
    });
    const holder = await database.session();
    await holder.query(`set application_name = '${applicationName("import")}'`);
    await takeServerLock(holder, "hms");
    await expect(migrateNumbered(options("db:migrate"))).rejects.toBeInstanceOf(DatabaseError);
    await holder.end();
    const applied = await migrateNumbered(options("db:migrate"), { note });
    expect(applied.map(({ name }) => name)).toEqual(["001_tables", "002_public_id"]);
    expect(notes).toContain("002_public_id: applied");
    const { signal } = new AbortController();
    const filled = {
      ...options("db:backfill-public-ids"),
      mode: "write" as const,
      batchSize: 10,
      signal,
    };
    expect((await publicIdsOnServer(filled)).tables).toMatchObject([
      { entity: "patients", made: 1 },
    ]);
    await expect(publicIdsOnServer({ ...filled, only: ["doctors"] })).rejects.toBeInstanceOf(
      UsageError,
    );
    const back = rollBackNumbered(options("db:rollback"), { confirm: async () => false });
    await expect(back).rejects.toBeInstanceOf(DecisionNeeded);
    await expect(rollBackNumbered(options("db:rollback"))).rejects.toThrow(/patients\.public_id/);
    const permissions = { allowDrop: ["patients.public_id"] };
    expect((await rollBackNumbered({ ...options("db:rollback"), permissions })).name).toBe(
      "002_public_id",
    );
    expect(await numberedStatus(options("db:status"))).toMatchObject({
      pending: ["002_public_id"],
    });
  });

  it("are interrupted in the middle of a statement, and between two files", async () => {
    const slow = numberedFolder({ "1_a.sql": "create table made (id int); select pg_sleep(60);" });
    const stop = new AbortController();
    const listener = { note: () => setTimeout(() => stop.abort(), 500) };
    const asked = { ...options("db:migrate"), folder: slow, signal: stop.signal };
    await database.query("drop table if exists hmsync_migrations");
    await expect(migrateNumbered(asked, listener)).rejects.toBeInstanceOf(Interrupted);
    expect(await database.query("select to_regclass('made')::text as t")).toEqual([{ t: null }]);
    const two = numberedFolder({ "1_a.sql": "select 1", "2_b.sql": "select 2" });
    const between = new AbortController();
    const note = (line: unknown) => String(line).includes("1_a") && between.abort();
    const both = { ...asked, folder: two, signal: between.signal };
    await expect(migrateNumbered(both, { note })).rejects.toBeInstanceOf(Interrupted);
    expect(await database.query("select name from hmsync_migrations")).toEqual([{ name: "1_a" }]);
    await database.query("drop table hmsync_migrations");
  });

  it("take over what was applied by hand", async () => {
    await database.query("drop table if exists patients, hmsync_migrations");
    await database.query(`${FILES["001_tables.sql"]}${FILES["002_public_id.sql"]}`);
    expect(await adoptNumbered(options("db:adopt-migrations"), "001")).toMatchObject({
      adopted: ["001_tables"],
      pending: ["002_public_id"],
    });
    expect(await adoptNumbered(options("db:adopt-migrations"), undefined)).toMatchObject({
      adopted: ["002_public_id"],
      shownBy: "replay",
    });
  });
});
