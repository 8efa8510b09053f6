import fc from "fast-check";
import { expect, test } from "vitest";
import { removeIn, setIn } from "../../src/plain/edit-json.ts";

const MAPPING = `{
  "mappingVersion": 1,   "legacySystem": "ward",
  "entities": {
    "patients": {
      "fields": {
        "legacyId": "NO",
        "dateOfBirth": { "column": "BORN" }
      },
      "ignore": [ "A",  "B" ]
    }
  }
}
`;

test.each([
  [["currency"], "INR", '\n  },\n  "currency": "INR"\n}\n'],
  [["legacySystem"], "w", '"mappingVersion": 1,   "legacySystem": "w",\n'],
  [
    ["entities", "patients", "fields", "dateOfBirth", "format"],
    "DD/MM/YYYY",
    '"dateOfBirth": { "column": "BORN", "format": "DD/MM/YYYY" }\n',
  ],
  [["entities", "patients", "ignore"], ["A"], '"ignore": ["A"]\n'],
  [
    ["reading", "a.b.csv", "encoding"],
    "utf-8",
    '  "reading": { "a.b.csv": { "encoding": "utf-8" } }\n}',
  ],
] as const)("%j is set, and all else stays as it stands", (path, value, expected) => {
  const text = setIn(MAPPING, path, value);
  expect(text).toContain(expected);
  const taken = path.length > 1 ? path.slice(0, path[0] === "reading" ? 1 : path.length) : path;
  const rest = (one: string) => JSON.stringify(JSON.parse(removeIn(one, taken)));
  expect(rest(text)).toBe(rest(MAPPING));
});

test("whatever is set is found there, and nothing else has changed", () => {
  const key = fc.constantFrom("a", "b", "", '"', "\\\\", "{", "é", "__proto_");
  const tree = fc.dictionary(key, fc.dictionary(key, fc.jsonValue({ maxDepth: 2 })));
  const layout = fc.constantFrom(undefined, 1, 4, "\t");
  const path = fc.array(key, { minLength: 1, maxLength: 3 });
  const set = fc.jsonValue({ maxDepth: 1 });
  fc.assert(
    fc.property(fc.record({ value: tree, space: layout, path, set }), (drawn) => {
      const text = JSON.stringify(drawn.value, null, drawn.space);
      const parsed = JSON.parse(setIn(text, drawn.path, drawn.set));
      expect(JSON.stringify(parsed)).toBe(
        JSON.stringify(withKey(drawn.value, drawn.path, drawn.set)),
      );
      expect(JSON.parse(removeIn(text, drawn.path))).toBeDefined();
    }),
    { seed: 7, numRuns: 200 },
  );
});

function withKey(value: unknown, [key, ...rest]: readonly string[], set: unknown): unknown {
  if (key === undefined) return JSON.parse(JSON.stringify(set));
  const own = isObject(value) ? value : {};
  return Object.assign({}, own, { [key]: withKey(own[key], rest, set) });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
