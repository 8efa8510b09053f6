import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { entitiesPage } from "../../docs/entities.ts";

test("the page of entities is what their declarations give", () => {
  expect(readFileSync("docs/entities.md", "utf8")).toBe(entitiesPage());
});
