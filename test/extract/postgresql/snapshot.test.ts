import { setTimeout } from "node:timers/promises";
import { beforeEach, expect, it } from "vitest";
import type { LegacyDatabase, LegacyTable } from "../../../src/extract/legacy-database.ts";
import { Interrupted, SourceError } from "../../../src/plain/errors.ts";
import { opened, textOf } from "../../support/legacy-rows.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";

const MANY = 50_000;

describePostgresql("the snapshot of a PostgreSQL database", () => {
  const hospital = testDatabase();

  beforeEach(async () => {
    await hospital.query(`
      drop schema public cascade; create schema public;
      create table patients (id int primary key, name text);
      insert into patients values (1, 'Ann'), (2, 'Ben')`);
  });

  /** More than fits into what a socket holds. */
  const manyVisits = () =>
    hospital.query(`
      create table visits (id int primary key, note text);
      insert into visits select n, repeat('x', 100) from generate_series(1, ${MANY}) n`);

  /** Opens it, finds a table, and does something to it before it is read. */
  async function reading<Result>(
    name: string,
    read: (database: LegacyDatabase, table: LegacyTable) => Promise<Result>,
    options: Parameters<typeof opened>[1] = {},
  ): Promise<Result> {
    const database = await opened(hospital.url, options);
    try {
      const table = (await database.tables({})).find((one) => one.name === name);
      expect(table).toBeDefined();
      return await read(database, table as LegacyTable);
    } finally {
      await database.close();
    }
  }

  it("does not see what others write meanwhile, and keeps nobody from writing", async () => {
    await reading("patients", async (database, table) => {
      expect(await database.count(table)).toBe(2);
      await hospital.query(
        "delete from patients where id = 1; insert into patients values (3, 'Cy')",
      );
      await hospital.query("update patients set name = 'Bo'");
      await hospital.query("vacuum patients");
      expect(await textOf(database.rows(table))).toBe('"1","Ann"\n"2","Ben"\n');
      expect(await database.count(table)).toBe(2);
    });
  });

  it.each(["truncate patients", "alter table patients alter id type bigint"])(
    "does not take a table for empty after: %s",
    async (change) => {
      await reading("patients", async (database, table) => {
        await hospital.query(change);
        await expect(textOf(database.rows(table))).rejects.toThrow(/written anew/);
      });
    },
  );

  it("does not take a view or a partitioned table for empty either", async () => {
    await hospital.query(`
      create view names as select name from patients;
      create table days (day date) partition by range (day);
      create table days_1 partition of days default; insert into days values ('2024-01-01')`);
    for (const [name, change] of [
      ["names", "truncate patients"],
      ["days", "truncate days_1"],
    ] as const) {
      await reading(name, async (database, table) => {
        await hospital.query(change);
        await expect(textOf(database.rows(table))).rejects.toThrow(/written anew/);
      });
    }
  });

  it("says that a table or a column was dropped since it was listed, and reads the others", async () => {
    await manyVisits();
    await reading("patients", async (database, table) => {
      await hospital.query("alter table patients drop column name");
      await expect(textOf(database.rows(table))).rejects.toThrow(
        /^patients cannot be read: it was/,
      );
      await hospital.query("drop table patients");
      await expect(textOf(database.rows(table))).rejects.toThrow(SourceError);
      const [visits] = (await database.tables({})).filter(({ name }) => name === "visits");
      expect(await database.count(visits as LegacyTable)).toBe(MANY);
    });
  });

  it("is refused by the server whatever would write", async () => {
    await hospital.query(`
      create function seen() returns int language sql as 'insert into patients values (9) returning id';
      create view spy as select seen() as id`);
    await reading("spy", async (database, table) => {
      await expect(textOf(database.rows(table))).rejects.toThrow(/would write/);
    });
    expect(await hospital.query("select count(*)::int as n from patients")).toEqual([{ n: 2 }]);
  });

  it("goes on after somebody who reads the first rows alone", async () => {
    await manyVisits();
    await reading("visits", async (database, table) => {
      for await (const chunk of database.rows(table)) {
        expect(chunk.length).toBeGreaterThan(60_000);
        break;
      }
      expect((await textOf(database.rows(table))).split("\n")).toHaveLength(MANY + 1);
    });
  });

  it("is bound by no limit that a database or a role sets for everyday's queries", async () => {
    await hospital.query(`alter database ${hospital.name} set statement_timeout = 1500;
      create view slow as select pg_sleep(2)::text as slept`);
    await reading("slow", async (database, table) => {
      expect(await textOf(database.rows(table))).toBe('""\n');
    });
    await hospital.query(`alter database ${hospital.name} reset statement_timeout`);
  });

  it("waits for a lock as long as was said, and names the table", async () => {
    const other = await hospital.session();
    await other.query("begin; lock table patients in access exclusive mode");
    await reading(
      "patients",
      async (database, table) => {
        await expect(textOf(database.rows(table))).rejects.toThrow(/^patients .*lock/);
      },
      { timeoutMs: 2000 },
    );
    await other.query("rollback");
  });

  it("ends at the server as well when it is interrupted", async () => {
    await hospital.query("create view slow as select pg_sleep(600)::text as slept");
    const control = new AbortController();
    await reading(
      "slow",
      async (database, table) => {
        const rows = textOf(database.rows(table));
        const started = `select 1 from pg_stat_activity
        where wait_event = 'PgSleep' and datname = current_database()`;
        while ((await hospital.query(started)).length === 0) await setTimeout(20);
        control.abort();
        await expect(rows).rejects.toThrow(Interrupted);
        expect(await hospital.query(started)).toEqual([]);
      },
      { signal: control.signal },
    );
  });

  it("says that the server ended the connection, at any moment", async () => {
    await manyVisits();
    const end = () =>
      hospital.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hmsync' and datname = current_database()",
      );
    await reading("visits", async (database, table) => {
      const rows = database.rows(table)[Symbol.asyncIterator]();
      await rows.next();
      await end();
      const rest = async () => {
        while (!(await rows.next()).done);
      };
      await expect(rest()).rejects.toThrow(/the server ended the connection/);
    });
    await reading("visits", async (database, table) => {
      await end();
      await expect(database.count(table)).rejects.toThrow(/the server ended the connection/);
    });
  });
});
