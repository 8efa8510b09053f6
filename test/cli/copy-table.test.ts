import { join } from "node:path";
import { expect, test } from "vitest";
import { addAllies, alliesDatabase, CREATE_ALLIES } from "../support/allies.ts";
import { hmsync } from "../support/cli.ts";
import { change, query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const COMMAND = ["db:copy-table", "allies"];
const COPIED = `select ledger_crosswalk.legacy_id, c.name, c.patient_id from ledger_crosswalk
  join caregivers c on c.id = target_id where entity = 'caregivers' order by ledger_crosswalk.id`;
const DROP = ["--drop-old", "--allow-drop-table", "allies"];

/** A folder with a database that has so many older rows. */
async function folderWith(allies: number): Promise<{ cwd: string; path: string }> {
  const cwd = workspace();
  const path = join(cwd, "hmsync.db");
  const db = await alliesDatabase([], path);
  addAllies(
    db,
    Array.from({ length: allies }, (_, at) => ({ id: at + 1, client_id: 1 + (at % 3) })),
  );
  db.close();
  return { cwd, path };
}

const counted = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout).counts;

test.each([
  ["before-commit:2", 4],
  ["after-commit:2", 8],
] as const)(
  "killed at %s, it has kept %i rows; the next copy ends as if it had not been",
  async (at, kept) => {
    const { cwd, path } = await folderWith(14);
    const command = [...COMMAND, "--batch-size", "4", "--json"];
    const killed = await hmsync(command, { cwd, env: { HMSYNC_FAILPOINT: at } });
    expect(killed.signal).toBe("SIGKILL");
    expect(query(path, COPIED)).toHaveLength(kept);
    const again = await hmsync(command, { cwd });
    expect(again.exitCode).toBe(0);
    expect(counted(again)).toMatchObject({ left: kept, copied: 14 - kept });
    const whole = await folderWith(14);
    await hmsync(command, { cwd: whole.cwd });
    expect(query(path, COPIED)).toEqual(query(whole.path, COPIED));
  },
);

test("a dry run writes nothing, and shows no value that was not asked for", async () => {
  const { cwd, path } = await folderWith(3);
  const masked = await hmsync([...COMMAND, "--dry-run"], { cwd });
  expect(masked.exitCode).toBe(0);
  expect(masked.stdout + masked.stderr).not.toContain("Kamala");
  const shown = await hmsync([...COMMAND, "--dry-run", "--reveal"], { cwd });
  expect(shown.stdout).toContain("Kamala Rao");
  const json = await hmsync([...COMMAND, "--dry-run", "--reveal", "--json"], { cwd });
  expect(json.stdout).not.toContain("Kamala");
  expect(query(path, COPIED)).toEqual([]);
});

test("the older table goes only when it is named, and when all of it is in the new one", async () => {
  const { cwd, path } = await folderWith(5);
  const there = () =>
    query(path, "select count(*) from sqlite_schema where name = 'allies'")[0]?.[0];
  expect((await hmsync([...COMMAND, "--drop-old"], { cwd })).exitCode).toBe(4);
  change(path, "insert into allies (id, client_id, name) values (77, 9, 'X')");
  expect((await hmsync([...COMMAND, ...DROP], { cwd })).exitCode).toBe(4);
  expect([there(), query(path, COPIED).length]).toEqual([1, 5]);
  change(path, "delete from allies where id = 77");
  const dropped = await hmsync([...COMMAND, ...DROP, "--json"], { cwd });
  expect(dropped.exitCode).toBe(0);
  const { backup } = JSON.parse(dropped.stdout);
  expect(query(join(cwd, backup), "select count(*) from allies")).toEqual([[5]]);
  expect([there(), query(path, COPIED).length]).toEqual([0, 5]);
});

test("where the table is gone, its rows come from a dump, whose ids lead to the same new ids", async () => {
  const { cwd, path } = await folderWith(4);
  await hmsync(COMMAND, { cwd });
  const before = query(path, COPIED);
  const values = [1, 2, 3, 4, 5].map(
    (id) =>
      `(${id},${1 + ((id - 1) % 3)},'Kamala Rao','mother','en','e@example.org','0',0,NULL,NULL,0)`,
  );
  writeFiles(cwd, {
    "backup.sql": `PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n${CREATE_ALLIES};\n${values.map((row) => `INSERT INTO allies VALUES${row};\n`).join("")}COMMIT;\n`,
    "other.sql":
      "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nINSERT INTO t VALUES(1);\nCOMMIT;\n",
  });
  const both = await hmsync([...COMMAND, "--from", "backup.sql"], { cwd });
  change(path, "drop table allies");
  const nowhere = await hmsync(COMMAND, { cwd });
  const other = await hmsync([...COMMAND, "--from", "other.sql"], { cwd });
  expect([both.exitCode, nowhere.exitCode, other.exitCode]).toEqual([2, 2, 1]);
  const copied = await hmsync([...COMMAND, "--from", "backup.sql", "--json"], { cwd });
  expect(copied.exitCode).toBe(0);
  expect(counted(copied)).toMatchObject({ left: 4, copied: 1 });
  expect(query(path, COPIED).slice(0, 4)).toEqual(before);
});

test("what is next is the whole command, with what was decided about columns", async () => {
  const { cwd, path } = await folderWith(1);
  change(path, "alter table allies add column pet text");
  const decided = ["--allow-drop", "allies.pet"];
  const { stdout } = await hmsync([...COMMAND, ...decided, "--dry-run", "--json"], { cwd });
  const drop = JSON.parse(stdout).stillToDo.drop.split(" ").slice(1);
  expect(drop).toEqual(expect.arrayContaining([...COMMAND, ...decided, ...DROP]));
  expect((await hmsync(drop, { cwd })).exitCode).toBe(0);
});
