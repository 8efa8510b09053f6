import { expect, test } from "vitest";
import { BOX, GAP, layOut } from "../../../src/report/page/graph-layout.ts";

const arrows = (pairs: readonly string[]) =>
  pairs.map((pair) => ({ from: pair.charAt(0), to: pair.charAt(1) }));
const NAMES = ["a", "b", "c", "d", "e", "f", "g"];

const GRAPHS = [
  ["a tree", ["ba", "ca", "db", "eb", "fc", "gc"]],
  ["a chain with shortcuts", ["ba", "cb", "dc", "ed", "ca", "da", "ea", "eb", "fa", "fc"]],
  ["circles", ["ab", "ba", "aa", "ca", "cb", "dc", "cd", "ea", "ec", "fe", "fb"]],
  ["everything at once", NAMES.flatMap((one) => NAMES.map((other) => `${one}${other}`))],
] as const;

/** What a part of a line keeps within: a curve lies between its ends and what it bends to. */
function partsOf({ points, isBeside }: ReturnType<typeof layOut>["lines"][number]) {
  return points.slice(1).map(([x2, y2], at) => {
    const [x1, y1] = points[at] ?? [0, 0];
    const bent = isBeside ? x1 - GAP.x / 2 : x2;
    return { left: Math.min(x1, bent), right: Math.max(x1, bent), ys: [y1, y2], at };
  });
}

test.each(GRAPHS)("no line crosses a box, and nothing leaves the picture: %s", (_, pairs) => {
  const { boxes, lines, width, height } = layOut(NAMES, arrows(pairs));
  expect([boxes.length, lines.length]).toEqual([NAMES.length, pairs.length]);
  for (const { left, right, ys, at } of lines.flatMap(partsOf)) {
    const met = boxes.filter(({ x }) => x < right && x + BOX.width > left);
    const isLevel = at % 2 === 1;
    // A bend has its gap for itself; a level part has a lane of its column.
    const crossed = isLevel
      ? met.filter(({ y }) => ys.some((one) => one > y && one < y + BOX.height))
      : met;
    expect([crossed, left >= 0, right <= width]).toEqual([[], true, true]);
    expect(ys.every((y) => y >= 0 && y <= height)).toBe(true);
  }
  const overlap = boxes.some((one) =>
    boxes.some(
      (other) => one !== other && one.x === other.x && Math.abs(one.y - other.y) < BOX.height,
    ),
  );
  expect(overlap).toBe(false);
});

test("what is pointed to stands left of what points to it, but for circles", () => {
  const { boxes } = layOut(NAMES, arrows(["ba", "ca", "cb", "de", "ed", "gd"]));
  const xOf = (name: string) => boxes.find((box) => box.name === name)?.x ?? -1;
  expect(xOf("b")).toBeGreaterThan(xOf("a"));
  expect(xOf("c")).toBeGreaterThan(xOf("b"));
  expect(xOf("d")).toBe(xOf("e"));
  expect(xOf("g")).toBeGreaterThan(xOf("d"));
});
