import { type ChildProcess, spawn } from "node:child_process";
import { hostname } from "node:os";
import { createInterface } from "node:readline";
import { expect, it, onTestFinished } from "vitest";
import { DatabaseError } from "../../../src/plain/errors.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { openTarget } from "../../support/publishing.ts";

/** A process that works on the server until it is killed. */
async function atWork(url: string, statement: string): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "test/support/hold-server.ts", url, statement],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  for await (const line of createInterface({
    input: child.stdout as NonNullable<typeof child.stdout>,
  }))
    if (line === "at work") break;
  return child;
}

describePostgresql("two runs at once", () => {
  const database = testDatabase();
  const nothing = { tables: [], ddl: "" };

  it("the second is told who is at work, and looks on", async () => {
    const first = await openTarget(database.url, nothing);
    const error = await openTarget(database.url, nothing).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(String(error)).toMatch(
      new RegExp(
        `import has been running since \\d{4}-\\d\\d-\\d\\dT[\\d:]+Z \\(process ${process.pid}, as postgres\\)`,
      ),
    );
    const looking = await openTarget(database.url, { ...nothing, access: "look" });
    expect(looking.server.holder).toMatchObject({
      pid: process.pid,
      host: hostname(),
      user: "postgres",
      command: "import",
    });
    await first.server.close();
    const second = await openTarget(database.url, nothing);
    expect(second.server.holder).toBeUndefined();
  });

  it.each(["select 1", "select pg_sleep(3600)"])(
    "a run that is killed at  %s  has let go of the lock",
    async (statement) => {
      const child = await atWork(database.url, statement);
      const held = await openTarget(database.url, { ...nothing, access: "look" });
      expect(held.server.holder?.pid).toBe(child.pid);
      child.kill("SIGKILL");
      const next = await openTarget(database.url, nothing);
      expect(next.server.holder).toBeUndefined();
    },
  );
});
