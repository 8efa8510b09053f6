import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commandsPage } from "../../docs/commands.ts";

test("the page of commands and flags is what their declarations give", () => {
  expect(readFileSync("docs/commands.md", "utf8")).toBe(commandsPage());
});
