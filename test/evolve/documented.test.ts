import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const DOCUMENT = readFileSync("docs/schema-changes.md", "utf8");
const HEAD = "| change | `drizzle-kit push` | `db:push` | test |";

/** The names of tests in the last column of the table. */
function namedTests(): string[] {
  const rows = DOCUMENT.slice(DOCUMENT.indexOf(HEAD)).split("\n\n")[0]?.split("\n").slice(2) ?? [];
  return rows.map((row) => row.split("|").at(-2)?.trim() ?? "");
}

test("each line of the table of what drizzle-kit loses names a test that is there", () => {
  const files = ["test/evolve", "test/cli"].flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => `${folder}/${name}`),
  );
  const tests = files.map((file) => readFileSync(file, "utf8")).join("\n");
  const names = namedTests();
  expect(names.length).toBeGreaterThan(20);
  const missing = names.filter(
    (name) => !tests.includes(name) && !tests.includes(name.replace(/^\w+/, "%s")),
  );
  expect(missing).toEqual([]);
});
