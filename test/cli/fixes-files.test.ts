import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const PATIENTS = "patientId,firstName,lastName,phoneNumber\n1,Asha,Rau,0441234567\n";
const FIXES = (name: string, delimiter: string) =>
  [
    ["file", "legacy id", "column", "old value", "new value"],
    ["patients.csv", "1", "lastName", "Rau", name],
    ["patients.csv", "1", "firstName", "Asha", "Hülya Gönül"],
  ]
    .map((cells) => `${cells.join(delimiter)}\r\n`)
    .join("");

async function importedWith(fixes: Buffer) {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), { "patients.csv": PATIENTS });
  writeFileSync(join(cwd, "fixes.csv"), fixes);
  const flags = ["--source", "legacy", "--db", "x.db", "--fixes", "fixes.csv"];
  mkdirSync(join(cwd, "reports"), { recursive: true });
  const { exitCode, stderr } = await hmsync(["import", ...flags], { cwd });
  const names = exitCode === 0 ? query(join(cwd, "x.db"), "select last_name from patients") : [];
  return { exitCode, stderr, names };
}

test.each([
  [
    "Unicode text with tabs",
    "Łódź",
    "\t",
    (text: string) => Buffer.from(`\ufeff${text}`, "utf16le"),
  ],
  [
    "UTF-16, the high byte first",
    "Łódź",
    ",",
    (text: string) => iconv.encode(text, "utf-16be", { addBOM: true }),
  ],
  [
    "windows-1252 with semicolons",
    "Müller-Größe",
    ";",
    (text: string) => iconv.encode(text, "win1252"),
  ],
  ["UTF-8 with a mark", "Łódź", ";", (text: string) => Buffer.from(`\ufeff${text}`)],
])("a file of fixes saved as %s keeps its letters", async (...[, name, delimiter, save]) => {
  const { exitCode, names } = await importedWith(save(FIXES(name, delimiter)));
  expect([exitCode, names]).toEqual([0, [[name]]]);
});

test.each([
  ["a workbook", Buffer.from("PK\u0003\u0004 and more"), 2],
  ["a workbook of old", Buffer.from("d0cf11e0a1b11ae1000000", "hex"), 2],
])(
  "%s in place of a file of fixes is refused before anything is written",
  async (_, bytes, code) => {
    const { exitCode, stderr } = await importedWith(bytes);
    expect(exitCode).toBe(code);
    expect(stderr).toContain("CSV UTF-8");
  },
);
