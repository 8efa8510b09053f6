import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  derivePublicId,
  isPublicIdOf,
  newPublicId,
  PUBLIC_ID_PREFIXES,
  type PublicId,
  type PublicIdEntity,
  parsePublicId,
} from "../../shared/public-id.ts";
import { deriveTargetId, isTargetId } from "../../shared/target-id.ts";

const DOCUMENT = readFileSync(new URL("../../docs/public-ids.md", import.meta.url), "utf8");
const VECTOR = /^\| `([0-9a-f-]{36})` \| `(\w+)` \| `(\w+)` \|$/gm;
const ENTITIES = Object.keys(PUBLIC_ID_PREFIXES) as PublicIdEntity[];
const BODY = "ufozrmi8ggk2an6w9krho8e2";

test("every prefix has three letters, and no two entities share one", () => {
  const prefixes = Object.values(PUBLIC_ID_PREFIXES);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  for (const prefix of prefixes) {
    expect(prefix).toMatch(/^[a-z]{3}$/);
    expect(DOCUMENT).toContain(`\`${prefix}\``);
  }
});

describe("the rule for imported rows", () => {
  const vectors = [...DOCUMENT.matchAll(VECTOR)].map(([, ...cells]) => cells);

  test.each(vectors)("%s of %s is called %s", (targetId = "", entity = "", publicId) => {
    expect(derivePublicId(entity as PublicIdEntity, targetId)).toBe(publicId);
  });

  test("there are vectors for all entities that are imported", () => {
    expect(vectors).toHaveLength(7);
    expect(new Set(vectors.map(([, entity]) => entity)).size).toBe(4);
  });

  test("each character is a byte of the digest, taken modulo 26 or 36", () => {
    fc.assert(
      fc.property(fc.uuid({ version: 8 }), fc.integer({ min: 1, max: 9 }), (id, attempt) => {
        expect(isTargetId(id)).toBe(true);
        const digest = hash("sha256", `${id}\0${attempt}`, "buffer");
        const body = derivePublicId("patients", id, attempt).slice("pat_".length);
        expect([...body].map((sign) => Number.parseInt(sign, 36))).toEqual(
          [...digest.subarray(0, 24)].map((byte, at) => (at === 0 ? 10 + (byte % 26) : byte % 36)),
        );
      }),
      { seed: 4 },
    );
  });

  test("the legacy number is not in it, and neighbours have nothing in common", () => {
    const ids = [1001, 1002, 1003].map((number) =>
      derivePublicId("patients", deriveTargetId("healthcare-plus", "patients", `P-${number}`)),
    );
    expect(ids.join()).not.toMatch(/100[123]/);
    expect(new Set(ids.map((id) => id.slice(0, 6))).size).toBe(3);
  });
});

test("a new public id has the entity's prefix, and a CUID2 behind it", () => {
  const ids = ENTITIES.flatMap((entity) => [newPublicId(entity), newPublicId(entity)]);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [at, id] of ids.entries()) {
    expect(parsePublicId(id)).toMatchObject({ kind: "public", entity: ENTITIES[at >> 1] });
  }
});

describe("parsing", () => {
  test("says entity, prefix and body", () => {
    expect(parsePublicId(`cnv_${BODY}`)).toEqual({
      kind: "public",
      entity: "conversations",
      prefix: "cnv",
      body: BODY,
      id: `cnv_${BODY}`,
    });
  });

  test.each([
    ["", "no prefix"],
    [BODY, "no prefix"],
    [`c${BODY}0`, "no prefix"],
    [`xyz_${BODY}`, "unknown prefix"],
    [`_${BODY}`, "unknown prefix"],
    [`PAT_${BODY}`, "unknown prefix"],
    [` pat_${BODY}`, "unknown prefix"],
    [`constructor_${BODY}`, "unknown prefix"],
    ["pat_", "malformed body"],
    [`pat_${BODY}0`, "malformed body"],
    [`pat_${BODY.slice(1)}`, "malformed body"],
    [`pat_${BODY.toUpperCase()}`, "malformed body"],
    [`pat_1${BODY.slice(1)}`, "malformed body"],
    [`pat_${BODY}\n`, "malformed body"],
    [`pat_${BODY.slice(1)}é`, "malformed body"],
  ])("%j has %s", (text, problem) => {
    expect(parsePublicId(text)).toEqual({ kind: "invalid", problem });
  });

  test("recognises a legacy CUID, which is no public id of any entity", () => {
    const cuid = "cjld2cjxh0000qzrmn831i7rn";
    expect(parsePublicId(cuid)).toEqual({ kind: "legacy", id: cuid });
    expect(ENTITIES.filter((entity) => isPublicIdOf(entity, cuid))).toEqual([]);
  });

  test("a text is a public id of its own entity alone", () => {
    expect(ENTITIES.filter((entity) => isPublicIdOf(entity, `doc_${BODY}`))).toEqual(["doctors"]);
  });

  test("the ids of two entities are two types", () => {
    expectTypeOf<PublicId<"patients">>().toExtend<`pat_${string}`>();
    expectTypeOf<PublicId<"patients">>().not.toExtend<PublicId<"doctors">>();
    expectTypeOf<string>().not.toExtend<PublicId<"patients">>();
  });
});
