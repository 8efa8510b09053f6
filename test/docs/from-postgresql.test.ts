import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { type Finished, hmsync } from "../support/cli.ts";
import { describePostgresql, testDatabase } from "../support/postgresql.ts";
import { query } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

const PAGE = readFileSync("docs/from-postgresql.md", "utf8");
const NAMED = "postgres://reader@db.example.org/registry";
const LATER_RUN = "2026-01-14-1";
const RETRY = "import:retry";

type Tree = { [key: string]: unknown };

/** Changes a mapping as the page does: RFC 7396. */
function patched(tree: Tree, patch: Tree): Tree {
  const result = { ...tree };
  for (const [key, value] of Object.entries(patch)) {
    const isTree = typeof value === "object" && value !== null && !("column" in value);
    if (value === null) delete result[key];
    else result[key] = isTree ? patched((result[key] ?? {}) as Tree, value as Tree) : value;
  }
  return result;
}

const blocks = (language: string): string[] =>
  [...PAGE.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, of, text = ""]) =>
    of === language ? [text] : [],
  );

describePostgresql("docs/from-postgresql.md", () => {
  const registry = testDatabase();

  beforeAll(async () => {
    await registry.query(readFileSync("fixtures/from-postgresql/registry.sql", "utf8"));
  });

  it("moves the registry, line by line", async () => {
    const cwd = workspace();
    const { username, password, host } = new URL(registry.url);
    const source = `postgres://${username}@${host}/${registry.name}`;
    const mapping = join(cwd, "mapping.json");
    let run = "";
    const results: [command: string, exitCode: number | null][] = [];
    const said: Finished[] = [];
    for (const line of blocks("sh").join("").trim().split("\n")) {
      const written = line.replace("npm run ", "").replace(" -- ", " ");
      const [command = "", ...rest] = written.split(" ");
      if (command === RETRY) correct(join(cwd, "reports", run, "rejected"));
      const argv = rest.map((word) => word.replace(NAMED, source).replace(LATER_RUN, run));
      const finished = await hmsync([command, ...argv], { cwd, env: { PGPASSWORD: password } });
      said.push(finished);
      results.push([command, finished.exitCode]);
      if (command === "import") run = /^Run\s+(\S+)/m.exec(finished.stdout)?.[1] ?? "";
      if (command !== "import:assess") continue;
      const [change = "{}"] = blocks("json");
      const changed = patched(JSON.parse(readFileSync(mapping, "utf8")), JSON.parse(change));
      writeFileSync(mapping, JSON.stringify(changed));
    }
    expect(results, said.map(({ stderr }) => stderr).join("\n")).toEqual([
      ["import:assess", 0],
      ["import", 3],
      ["import", 3],
      ["import:status", 0],
      ["import:logs", 0],
      ["import:report", 0],
      [RETRY, 0],
      // The registry itself still has the wrong day.
      ["import", 3],
      ["import:validate", 0],
    ]);
    expect(said.map(({ stdout, stderr }) => stdout + stderr).join("")).not.toContain(password);
    const database = join(cwd, "hmsync.db");
    const count = (table: string) => query(database, `select count(*) from ${table}`).flat()[0];
    const tables = ["facilities", "roles", "users", "vaccines", "patients", "immunizations"];
    expect(tables.map(count)).toEqual([2, 3, 6, 4, 16, 30]);
    expect(
      query(database, "select count(*), count(site), count(route) from immunizations").flat(),
    ).toEqual([30, 10, 15]);
    expect(
      query(database, "select status, count(*) from immunizations group by status order by 1"),
    ).toEqual([
      ["completed", 29],
      ["entered-in-error", 1],
    ]);
  });
});

/** The day that the registry got wrong. */
function correct(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".csv"))) {
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path, "utf8").replace("2021-05-05", "2023-05-05"));
  }
}
