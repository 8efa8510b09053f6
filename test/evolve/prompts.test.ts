import { join } from "node:path";
import { expect, test } from "vitest";
import { LEFT, onTerminal } from "../support/answers.ts";
import { dump } from "../support/evolve.ts";
import { PATIENT, type Project, project } from "../support/project.ts";
import { query } from "../support/sql.ts";

const on = (own: Project, command: string, ...flags: string[]) =>
  [command, "--db", own.path, "--schema", join(own.cwd, "schema.ts"), ...flags] as const;

/** A project whose schema has another name for a column. */
async function withRename(): Promise<Project> {
  const own = await project();
  own.schema("id: integer().primaryKey(), telephone: text()");
  return own;
}

test.each([
  ["Enter", ""],
  ["Escape", "\u001b"],
  ["Ctrl-D", LEFT],
  ["yes", "yes"],
  ["another column", "patients.telephone"],
])("%s at the question about a loss changes nothing and exits 4", async (_, answer) => {
  const own = await withRename();
  const before = dump(own.path);
  const { exitCode, questions } = await onTerminal(on(own, "db:push"), [answer]);
  expect([exitCode, questions.length]).toEqual([4, 1]);
  expect(questions[0]).toContain("renamed? --rename patients.phone=telephone");
  expect([dump(own.path), own.backups()]).toEqual([before, []]);
});

test("a loss is allowed by typing its name, and by going on", async () => {
  const own = await withRename();
  const { exitCode } = await onTerminal(on(own, "db:push"), ["patients.phone", "y"]);
  expect(exitCode).toBe(0);
  expect(query(own.path, "SELECT * FROM patients")).toEqual([
    [1, null],
    [2, null],
    [3, null],
  ]);
  const [backup] = own.backups();
  const kept = query(join(own.cwd, "backups", String(backup)), "SELECT phone FROM patients");
  expect(kept).toEqual([["007"], ["0042"], [null]]);
});

test.each([["n"], [""], ["\u001b"], [LEFT]])(
  "a loss that a flag allows is asked about once more",
  async (answer) => {
    const own = await withRename();
    const before = dump(own.path);
    const argv = on(own, "db:push", "--allow-drop", "patients.phone");
    const { exitCode, questions } = await onTerminal(argv, [answer]);
    expect([exitCode, questions.length]).toEqual([4, 1]);
    expect([dump(own.path), own.backups()]).toEqual([before, []]);
  },
);

test("a loss that a flag allows is not asked about with --yes", async () => {
  const own = await withRename();
  const argv = on(own, "db:push", "--allow-drop", "patients.phone", "--yes");
  expect(await onTerminal(argv, [])).toMatchObject({ exitCode: 0, questions: [] });
});

test("a required column is filled with the SQL that is typed", async () => {
  const own = await project();
  own.schema(`${PATIENT}, mrn: text().notNull()`);
  const { exitCode } = await onTerminal(on(own, "db:push"), ["'MRN-' || id"]);
  expect(exitCode).toBe(0);
  const found = query(own.path, "SELECT mrn FROM patients ORDER BY id");
  expect(found).toEqual([["MRN-1"], ["MRN-2"], ["MRN-3"]]);
});

test("values that only the data bring up are asked about when they are found", async () => {
  const own = await project();
  own.schema("id: integer().primaryKey(), phone: integer()");
  const before = dump(own.path);
  expect(await onTerminal(on(own, "db:push"), [""])).toMatchObject({ exitCode: 4 });
  expect([dump(own.path), own.backups()]).toEqual([before, []]);
});

test("a conversion is allowed by typing its name", async () => {
  const own = await project();
  own.schema("id: integer().primaryKey(), phone: integer()");
  const { exitCode } = await onTerminal(on(own, "db:push"), ["patients.phone", "y"]);
  expect(exitCode).toBe(0);
  expect(query(own.path, "SELECT phone FROM patients")).toEqual([[7], [42], [null]]);
});

test.each(["db:restore", "db:rollback"])(
  "%s that is not agreed to changes nothing",
  async (command) => {
    const own = await project();
    await own.run("db:backup");
    const before = dump(own.path);
    const backup = join(own.cwd, "backups", String(own.backups()[0]));
    const operand = command === "db:restore" ? [backup] : [];
    const { exitCode } = await onTerminal([command, "--db", own.path, ...operand], ["n"]);
    expect([exitCode, dump(own.path), own.backups().length]).toEqual([4, before, 1]);
  },
);
