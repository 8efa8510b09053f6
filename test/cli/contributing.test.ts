import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const GUIDE = readFileSync("CONTRIBUTING.md", "utf8");

/** Code blocks of the guide, by their language. */
function blocks(language: string): string[] {
  const found = GUIDE.matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...found].filter(([, name]) => name === language).map(([, , text = ""]) => text);
}

/** A copy of the project's sources that may be changed. */
function scratchCopy(): string {
  const folder = workspace();
  for (const name of ["shared", "importers", "src", "package.json", "tsconfig.json"]) {
    cpSync(name, join(folder, name), { recursive: true });
  }
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "dir");
  return folder;
}

test("an importer that is added as the guide says imports", () => {
  const folder = scratchCopy();
  const [table = "", exported = "", declaration = "", wiring = ""] = blocks("ts");
  writeFileSync(join(folder, "shared/schema/wards.ts"), table);
  appendFileSync(join(folder, "shared/schema.ts"), exported);
  writeFileSync(join(folder, "importers/wards.ts"), declaration);
  const [named = "", listed = ""] = wiring.split("\n");
  const importers = readFileSync("importers/entities.ts", "utf8").replace(
    /,?\s*\];/,
    `,\n${listed}\n];`,
  );
  writeFileSync(join(folder, "importers/entities.ts"), `${named}\n${importers}`);
  const mapping = JSON.parse(readFileSync("importers/mappings/generic-csv.json", "utf8"));
  Object.assign(mapping.entities, JSON.parse(blocks("json")[0] ?? ""));
  writeFileSync(join(folder, "importers/mappings/generic-csv.json"), JSON.stringify(mapping));
  writeFiles(join(folder, "legacy"), {
    "wards.csv": "wardId,wardName,bedCount\nW1,Maternity,24\n",
  });
  const node = (...argv: string[]) => execFileSync(process.execPath, argv, { cwd: folder });
  // What the target is made of; all the rest is checked where it stands.
  const files = ["importers/index.ts", "src/cli/wiring.ts"];
  const own = { extends: "./tsconfig.json", include: [], files };
  writeFileSync(join(folder, "tsconfig.guide.json"), JSON.stringify(own));
  node("node_modules/typescript/bin/tsc", "-p", "tsconfig.guide.json");
  node("--import", "tsx", "src/cli/main.ts", "import", "--source", "legacy");
  expect(query(join(folder, "hmsync.db"), "select legacy_id, name, beds from wards")).toEqual([
    ["W1", "Maternity", 24],
  ]);
});
