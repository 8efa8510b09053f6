import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { hmsync } from "../support/cli.ts";
import { describePostgresql, testDatabase } from "../support/postgresql.ts";

describePostgresql("numbered migrations on the command line", () => {
  const database = testDatabase();
  const cwd = mkdtempSync(join(tmpdir(), "hmsync-numbered-"));
  afterAll(() => rmSync(cwd, { recursive: true }));
  const file = (name: string, sql: string) => writeFileSync(join(cwd, name), sql);
  const run = (...argv: string[]) =>
    hmsync([...argv, "--folder", ".", "--json"], { cwd, env: { DATABASE_URL: database.url } });

  it("are applied, refused, taken back and taken over, with the codes that the commands have elsewhere", async () => {
    file(
      "001_tables.sql",
      "create table patients (id int primary key, name text); insert into patients values (1, 'A');",
    );
    file("001_tables.down.sql", "drop table patients;");
    const applied = await run("db:migrate");
    expect(applied.exitCode).toBe(0);
    expect(JSON.parse(applied.stdout)).toMatchObject({
      schemaVersion: 1,
      applied: [{ name: "001_tables" }],
    });
    file("002_empty.sql", "-- nothing");
    expect((await run("db:migrate")).exitCode).toBe(2);
    file("002_empty.sql", "update patients set name = 'B';");
    const refused = await run("db:migrate");
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain("--allow-convert patients.name");
    expect((await run("db:migrate", "--allow-convert", "patients.name")).exitCode).toBe(0);
    expect((await run("db:rollback")).exitCode).toBe(2);
    await database.query("drop table hmsync_migrations");
    const adopted = await run("db:adopt-migrations");
    expect(JSON.parse(adopted.stdout)).toMatchObject({
      adopted: ["001_tables", "002_empty"],
      shownBy: "replay",
    });
    const { stdout } = await run("db:status");
    expect(JSON.parse(stdout)).toMatchObject({
      migrations: { applied: ["001_tables", "002_empty"], pending: [] },
    });
    file("003_broken.sql", "select 1;\nselec 2;");
    const broken = await run("db:migrate");
    expect([broken.exitCode, broken.stderr]).toEqual([
      1,
      expect.stringContaining("003_broken.sql line 2"),
    ]);
  });

  it("are for a server: a file is told what to name instead", async () => {
    for (const command of ["db:migrate", "db:rollback", "db:adopt-migrations"]) {
      const { exitCode } = await hmsync([command, "--db", "x.db", "--folder", "."], { cwd });
      expect(exitCode).toBe(2);
    }
  });
});
