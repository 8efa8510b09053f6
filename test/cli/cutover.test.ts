import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { COMMON, type FlagName } from "../../src/cli/flags.ts";

const GUIDE = readFileSync("docs/CUTOVER.md", "utf8");

/** Every command line of the guide: its command and its flags. */
const LINES = [...GUIDE.matchAll(/`npm run (?:--silent )?([\w:]+)([^`]*)`/g)].map(
  ([, name = "", rest = ""]) => ({ name, rest }),
);
const flagsIn = (text: string) => [...text.matchAll(/--([a-z][\w-]*)/g)].map(([, flag]) => flag);

test("every command of the cutover guide is there, and takes the flags that it is shown with", () => {
  expect(LINES.length).toBeGreaterThan(20);
  for (const { name, rest } of LINES) {
    const command = COMMANDS.find((one) => one.name === name);
    expect(command, name).toBeDefined();
    const taken: readonly (FlagName | undefined)[] = [...(command?.flags ?? []), ...COMMON];
    expect(taken, name).toEqual(expect.arrayContaining(flagsIn(rest)));
  }
});

test("flags stand behind the two dashes that npm wants, and no others are named", () => {
  for (const { name, rest } of LINES) expect(rest, name).toMatch(/^$| -- /);
  const all = COMMANDS.flatMap(({ flags }) => [...flags, ...COMMON]);
  expect(all).toEqual(expect.arrayContaining(flagsIn(GUIDE)));
});

test("commands that are named alone are there too", () => {
  const named = [...GUIDE.matchAll(/`((?:db|import):\w+)/g)].map(([, name]) => name);
  expect(COMMANDS.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
});
