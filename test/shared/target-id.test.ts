import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deriveTargetId } from "../../shared/target-id.ts";

const DOCUMENT = new URL("../../docs/target-ids.md", import.meta.url);
const VECTOR = /^\| `(.+)` \| `(.+)` \| `(.+)` \| `(.+)` \|$/gm;
const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const id = (legacyId: string) => deriveTargetId("healthcare-plus", "patients", legacyId);
const bits = (uuid: string) => BigInt(`0x${uuid.replaceAll("-", "")}`);
const leading = (legacyId: string) => bits(id(legacyId)) >> 80n;

describe("the documented vectors", () => {
  const vectors = [...readFileSync(DOCUMENT, "utf8").matchAll(VECTOR)];

  test.each(vectors.map(([, ...cells]) => cells))("%s %s %s is %s", (...cells) => {
    const [legacySystem = "", entity = "", legacyId = "", targetId] = cells;
    expect(deriveTargetId(legacySystem, entity, legacyId)).toBe(targetId);
  });

  test("there are vectors for every case of the rule", () => {
    expect(vectors.length).toBe(15);
    expect(new Set(vectors.map(([, , , , targetId]) => targetId)).size).toBe(vectors.length);
  });
});

describe("RFC 9562", () => {
  test("every id has version 8 and the variant of the RFC, in lower case", () => {
    const texts = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(texts, texts, texts, (legacySystem, entity, legacyId) => {
        expect(deriveTargetId(legacySystem, entity, legacyId)).toMatch(SHAPE);
      }),
      { seed: 1 },
    );
  });

  test("the bits that are neither number, version nor variant are the digest's", () => {
    const fixed = (0xfn << 76n) | (0x3n << 62n);
    const free = ((1n << 80n) - 1n) & ~fixed;
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (legacyId) => {
        const digest = hash("sha256", `healthcare-plus\0patients\0${legacyId}`, "hex");
        expect(bits(id(legacyId)) & free).toBe(BigInt(`0x${digest.slice(0, 32)}`) & free);
      }),
      { seed: 2 },
    );
  });
});

describe("the leading bits", () => {
  test("are the last run of digits", () => {
    const runs = ["P-1001", "WARD7-0042-B", "2024/15", "12B"].map(leading);
    expect(runs).toEqual([1001n, 42n, 15n, 12n]);
  });

  test("are the low 48 bits of a number of any length", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), (number) => {
        expect(leading(`P${number}`)).toBe(BigInt.asUintN(48, number));
      }),
      { seed: 3 },
    );
  });

  test("are the digest's where there is no ASCII digit", () => {
    for (const legacyId of ["ABC", "٣", "", "½"]) {
      const digest = hash("sha256", `healthcare-plus\0patients\0${legacyId}`, "hex");
      expect(leading(legacyId)).toBe(BigInt(`0x${digest.slice(0, 12)}`));
    }
  });
});

test("ids sort as the numbers in the legacy ids do", () => {
  const ids = Array.from({ length: 500 }, (_, at) => id(`P${(at + 1) * 37}`));
  expect([...ids].sort()).toEqual(ids);
});

test("007 and 7 are two patients, and so is one number in two entities or systems", () => {
  const systems = ["healthcare-plus", "generic-csv"];
  const ids = systems.flatMap((system) =>
    ["patients", "doctors"].flatMap((entity) =>
      ["7", "007", "7 "].map((legacyId) => deriveTargetId(system, entity, legacyId)),
    ),
  );
  expect(new Set(ids).size).toBe(12);
});
