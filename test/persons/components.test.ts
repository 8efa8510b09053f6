import { expect, test } from "vitest";
import { componentsOf, type Graph } from "../../src/persons/components.ts";

const link = (from: number, to: number | undefined, more: object = {}) => {
  return { from, to, declaration: 0, contested: false, ...more };
};

function comeTo(graph: Partial<Graph>) {
  const whole = {
    records: 6,
    cardinalities: [undefined],
    verdicts: [],
    refused: new Set<number>(),
  };
  const { first, unions, terms, reviewed, found } = componentsOf({ links: [], ...whole, ...graph });
  return {
    first: [...first],
    unions,
    terms: terms[0],
    reviewed,
    codes: found.map(({ code }) => code),
  };
}

const NONE = { declared: 0, joined: 0, redundant: 0, dangling: 0, contested: 0, refused: 0 };

test("each link is joined, redundant, dangling, contested or refused, and counted once", () => {
  const links = [link(0, 3), link(3, 0), link(1, undefined), link(1, 4, { contested: true })];
  const { first, unions, terms, codes } = comeTo({
    links: [...links, link(2, 5)],
    refused: new Set([5]),
  });
  expect(first).toEqual([0, 1, 2, 0, 4, 5]);
  expect(unions).toBe(1);
  expect(terms).toEqual({
    declared: 5,
    joined: 1,
    redundant: 1,
    dangling: 1,
    contested: 1,
    refused: 1,
  });
  expect(codes.sort()).toEqual(["constraint", "contested", "dangling"]);
});

test("where one partner was declared and there are two, neither is joined", () => {
  const links = [link(0, 3), link(1, 3), link(2, 4)];
  const { first, terms } = comeTo({ links, cardinalities: ["one-to-one"] });
  expect(first).toEqual([0, 1, 2, 3, 2, 5]);
  expect(terms).toEqual({ ...NONE, declared: 3, joined: 1, refused: 2 });
  expect(comeTo({ links, cardinalities: ["many-to-one"] }).terms).toMatchObject({ joined: 3 });
  expect(comeTo({ links, cardinalities: ["one-to-many"] }).terms).toMatchObject({ refused: 2 });
});

test("a verdict goes before what an export says", () => {
  const verdicts = [
    { a: 0, b: 3, verdict: "same" },
    { a: 1, b: 4, verdict: "different" },
  ] as const;
  const links = [link(0, 3, { contested: true }), link(1, 4)];
  const { first, terms, reviewed } = comeTo({ links, verdicts });
  expect(first).toEqual([0, 1, 2, 0, 4, 5]);
  expect(terms).toEqual({ ...NONE, declared: 2, redundant: 1, refused: 1 });
  expect(reviewed).toEqual({ ...NONE, declared: 1, joined: 1 });
});

test("two records that somebody called different are not joined by way of others either, whatever comes first", () => {
  const verdicts = [{ a: 0, b: 2, verdict: "different" }] as const;
  const links = [link(0, 1), link(1, 2), link(2, 3)];
  const { first, terms, codes } = comeTo({ links, verdicts });
  expect(first).toEqual([0, 0, 2, 2, 4, 5]);
  expect(terms).toEqual({ ...NONE, declared: 3, joined: 2, refused: 1 });
  expect(codes).toEqual(["clash"]);
  expect(comeTo({ links: links.toReversed(), verdicts }).first).toEqual(first);
});
