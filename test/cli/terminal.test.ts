import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { processTerminal, wrapLine } from "../../src/cli/terminal.ts";
import { alignColumns, displayWidth, joinLines } from "../../src/plain/columns.ts";
import { UsageError } from "../../src/plain/errors.ts";
import { oneLine, visible } from "../../src/plain/visible.ts";

/** What reaches stdout and stderr. */
function caught(work: (terminal: ReturnType<typeof processTerminal>) => void): string {
  let said = "";
  const catching = ((text: string) => {
    said += text;
    return true;
  }) as typeof process.stdout.write;
  for (const stream of [process.stdout, process.stderr]) {
    const spy = vi.spyOn(stream, "write").mockImplementation(catching);
    onTestFinished(() => spy.mockRestore());
  }
  work(processTerminal({ quiet: false }));
  return said;
}

const HOSTILE = "a\u001b[31mb\u009b2Jc\u0007d\r\u202ee";

test("what would steer a terminal is shown, whichever way it goes", () => {
  const said = caught((terminal) => {
    terminal.result(HOSTILE);
    terminal.narrate(HOSTILE);
    terminal.document(HOSTILE);
  });
  expect(said.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\u202e/u);
  expect(said.split("a\\u001b[31mb\\u009b2Jc\\u0007d\\r\\u202ee")).toHaveLength(4);
});

test("a JSON document that is shown is the same document", () => {
  const value = { name: HOSTILE };
  const said = caught((terminal) => terminal.document(JSON.stringify(value)));
  expect(JSON.parse(said)).toEqual(value);
});

test("a name does not begin a line of its own in a table, in narration, in an error", () => {
  const name = "patients\nERROR.csv";
  const said = caught((terminal) => terminal.narrate(`${name}: read`));
  expect(said.split("\n")).toHaveLength(2);
  expect(alignColumns([[name, 1]])).toHaveLength(1);
  expect(joinLines([name])).toBe("patients\\nERROR.csv");
  const error = new UsageError(`${name} is gone.`, { cure: `Put ${name} back.` });
  expect(error.message + error.cure).not.toContain("\n");
  expect(new UsageError(["one", "two"], { cure: "" }).message).toBe("one\ntwo");
});

test("letters and their joiners stay as they are", () => {
  const text = "नेपाल می‌خواهم Müller 漢字\ttab";
  expect(visible(text)).toBe(text.replace("\t", "\\t"));
  expect(oneLine("a\nb")).toBe("a\\nb");
});

test("columns stand under each other whatever letters take two places or none", () => {
  const lines = alignColumns([
    ["患者名", "x"],
    ["Nu\u0301n\u0303ez", "x"],
    ["plain", "x"],
  ]);
  expect(new Set(lines.map((line) => displayWidth(line)))).toEqual(new Set([9]));
});

test("a table wider than the screen goes on below with its first column, no word broken", () => {
  const row = ["patients", 1_234_567, "balanced in every column", "and more of it", "the end"];
  const lines = alignColumns([row, row], 40);
  expect(lines.every((line) => displayWidth(line) <= 40)).toBe(true);
  expect(lines.filter((line) => line.startsWith("patients")).length).toBeGreaterThan(2);
  expect(alignColumns([row], 400)).toHaveLength(1);
});

test("a line is broken between words, its cell below itself, a command never", () => {
  const cell = `  patients.phone.missing   2  ${"patients.csv line 214 ".repeat(4)}`.trimEnd();
  const lines = wrapLine(cell, 60);
  expect(lines.every((line) => displayWidth(line) <= 60)).toBe(true);
  expect(lines.slice(1).every((line) => line.startsWith(" ".repeat(30)))).toBe(true);
  const command = `hmsync import --source ${"x".repeat(80)} --continue-on-error`;
  expect(wrapLine(`Next: write the good ones:  ${command}`, 60).at(-1)?.trim()).toBe(command);
});

test("npm is named in one place: messages say hmsync, the terminal what the reader types", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith("typed-form.ts"))
    .map((path) => [path, readFileSync(join("src", path), "utf8").replace(COMMENT, "")] as const);
  const hard = sources.filter(([, text]) => /npm run/.test(text)).map(([path]) => path);
  const bare = sources.flatMap(([path, text]) =>
    [...text.matchAll(ADVICE)].map(([line]) => `${path}: ${line}`),
  );
  expect([hard, bare]).toEqual([[], []]);
});

const COMMENT = /\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
/** A cure that names a command without the program. */
const ADVICE = /(?:with|See|Use|Look) {2}(?:import|db)(?::[a-z-]+)?\b.*/g;
