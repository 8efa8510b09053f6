import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { builtScript } from "../support/build.ts";
import { makeArena } from "../support/kill.ts";
import { type Operation, operate } from "../support/operate.ts";
import { workspace } from "../support/workspace.ts";

/** Does something while another program writes; what was acknowledged to it. */
async function whileWritten(operation: Operation): Promise<string[]> {
  const writer = spawn(process.execPath, [builtScript("writer"), operation.path], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let told = "";
  writer.stdout.on("data", (chunk) => {
    told += chunk;
  });
  const ended = new Promise((done) => writer.on("close", done));
  await new Promise((wrote) => writer.stdout.once("data", wrote));
  await operate(operation);
  const during = told;
  while (told === during) await new Promise((next) => setTimeout(next, 10));
  writer.stdin.write("end");
  await ended;
  return told.trim().split("\n");
}

function lost(path: string, notes: readonly string[]): string[] {
  const driver = new SqliteDriver(path, { readonly: true });
  const found = driver.prepare("SELECT fee FROM visits").pluck().all();
  driver.close();
  return notes.filter((note) => !found.includes(note));
}

test("what another program writes during a push or a migration is there afterwards", async () => {
  const arena = await makeArena(workspace(), 1_500);
  for (const kind of ["push", "migrate", "backup"] as const) {
    const operation = arena.operation(kind, kind);
    const notes = await whileWritten(operation);
    expect(notes.length).toBeGreaterThan(1);
    expect(lost(operation.path, notes)).toEqual([]);
  }
});
