import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const architecture = readFileSync("docs/architecture.md", "utf8");
const plugin = readFileSync("rooms.grit", "utf8");

/** The rooms of a folder, in the order of the table. */
const rooms = (folder: string): string[] => [
  ...new Set(
    [...architecture.matchAll(new RegExp(`^\\| \`${folder}/([^/\`]+)/`, "gm"))].map(
      ([, room = ""]) => room,
    ),
  ),
];

/** What the linter forbids each room of a folder. */
const forbidden = (folder: string): (readonly [room: string, later: string[]])[] =>
  [
    ...plugin.matchAll(
      new RegExp(`r"\\.\\*/${folder}/([^/]+)/\\.\\*", \\$source <: r"[^"(]+\\(\\?:(.+)\\)/`, "g"),
    ),
  ].map(([, room = "", later = ""]) => [room, later.split("|")] as const);

test.each(["src", "src/import"])("the linter lets no room of %s import one below it", (folder) => {
  const order = rooms(folder);
  expect(order.length).toBeGreaterThan(10);
  expect(forbidden(folder)).toEqual(
    order.slice(0, -1).map((room, at) => [room, order.slice(at + 1)]),
  );
});
