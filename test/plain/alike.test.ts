import { describe, expect, test } from "vitest";
import { Alike } from "../../src/plain/alike.ts";

const finding = (evidence: string) => ({ value: ",", evidence, places: [1, 2], open: undefined });

describe("of plain values", () => {
  test("those that are equal become one", () => {
    const alike = new Alike();
    const one = alike.of(finding("100 %"));
    expect(one).toStrictEqual(finding("100 %"));
    expect(alike.of(finding("100 %"))).toBe(one);
  });

  test("parts that are equal become one where the rest differs", () => {
    const alike = new Alike();
    const [one, other] = [alike.of(finding("100 %")), alike.of(finding("99 %"))];
    expect(other).toStrictEqual(finding("99 %"));
    expect(other.places).toBe(one.places);
  });

  test.each([
    [{ a: undefined }, {}],
    [{ a: null }, { a: undefined }],
    [{ a: "1" }, { a: 1 }],
    [{ a: 0 }, { a: -0 }],
    [{ a: "#0" }, { a: {} }],
    [["a"], { 0: "a" }],
    [["a", "b"], ["a,b"]],
    [{ a: 1n }, { a: 1 }],
    [{ a: [] }, { a: {} }],
  ])("those that differ stay two: %o and %o", (one, other) => {
    const alike = new Alike();
    expect(alike.of(one as unknown)).toStrictEqual(one);
    expect(alike.of(other as unknown)).toStrictEqual(other);
  });

  test("what is no plain value is kept as it is, and taken for no other", () => {
    const alike = new Alike();
    const [one, other] = [{ of: new Set([1]) }, { of: new Set([2]) }];
    expect(alike.of(one).of).toBe(one.of);
    expect(alike.of(other).of).toBe(other.of);
  });
});
