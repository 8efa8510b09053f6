import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { hmsync } from "../support/cli.ts";
import { describePostgresql, testDatabase } from "../support/postgresql.ts";

describePostgresql("the schema of a server's database, from the command line", () => {
  const db = testDatabase();
  const copy = testDatabase();
  const cwd = mkdtempSync(join(tmpdir(), "hmsync-test-"));
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));
  const at = (command: string, ...flags: string[]) =>
    hmsync([command, "--db", withoutSecret(db.url), "--json", ...flags], {
      cwd,
      env: { PGPASSWORD: secretOf(db.url) },
    });

  it("is HMSync's after a push, and what is said of it are the documents that files have", async () => {
    const pushed = await at("db:push");
    expect(pushed.exitCode).toBe(0);
    expect(JSON.parse(pushed.stdout)).toMatchObject({
      schemaVersion: 1,
      exitCode: 0,
      report: { inSync: false, needs: [], obstacles: [] },
      warnings: [],
    });
    const status = await at("db:status");
    expect(JSON.parse(status.stdout)).toMatchObject({
      schemaVersion: 1,
      managed: true,
      inSync: true,
      drift: [],
    });
    const plan = await at("db:plan", "--check");
    expect(plan.exitCode).toBe(0);
    expect(JSON.parse(plan.stdout)).toMatchObject({ planVersion: 1, report: { statements: [] } });
  });

  it("refuses with the flags that would allow it, and does it with them", async () => {
    const schema = join(cwd, "own.ts");
    const module = (columns: string) =>
      `import { integer, pgTable, text } from "${import.meta.resolve("drizzle-orm/pg-core")}";
       export const own = pgTable("own", { id: integer().primaryKey()${columns} });`;
    writeFileSync(schema, module(", note: text()"));
    expect((await at("db:push", "--schema", schema)).exitCode).toBe(4);
    const first = ["--schema", schema, "--drop-unmanaged", "nothing"];
    const others = await db.query(
      "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname !~ '^ledger_'",
    );
    const goes = others.flatMap(({ name }) => ["--allow-drop-table", String(name)]);
    expect((await at("db:push", ...first, ...goes)).exitCode).toBe(0);
    await db.query("insert into own values (1, 'kept')");
    writeFileSync(schema, module(""));
    const refused = await at("db:push", "--schema", schema);
    expect(refused.exitCode).toBe(4);
    expect(JSON.parse(refused.stdout).report.needs).toMatchObject([
      { flag: "--allow-drop own.note" },
    ]);
    await copy.query(
      "create table own (id int primary key, note text); insert into own values (1, null)",
    );
    const elsewhere = await at("db:plan", "--schema", schema, "--on-copy", withoutSecret(copy.url));
    expect(elsewhere.exitCode).toBe(1);
    const valid = await at("db:validate", "--schema", schema);
    expect(valid.exitCode).toBe(1);
    expect((await at("db:push", "--schema", schema, "--allow-drop", "own.note")).exitCode).toBe(0);
    expect(await db.query("select * from own")).toEqual([{ id: 1 }]);
  });
});

const secretOf = (url: string): string => decodeURIComponent(new URL(url).password);

function withoutSecret(url: string): string {
  const bare = new URL(url);
  bare.password = "";
  return bare.href;
}
