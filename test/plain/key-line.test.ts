import { expect, test } from "vitest";
import { keyLine } from "../../src/plain/key-line.ts";

const JSON_TEXT = `{
  "mappingVersion": 1,
  "entities": {
    "patients": { "fields": { "visitDate": "a { \\"format\\": 1", "legacyId": "ID" } },
    "visits": {
      "ignore": ["fields", { "visitDate": 1 }],
      "fields": {
        "visitDate": {
          "column": "DATE",
          "format": "DD/MM/YYYY"
        },
        "legacyId": "NO"
      }
    }
  }
}`;

test.each([
  ["entities.visits.fields.visitDate.format", 10, 5],
  ["entities.visits.fields.visitDate.pivot", 8, 4],
  ["entities.visits.fields.legacyId.format", 12, 4],
  ["entities.patients.fields.visitDate", 4, 4],
  ["entities.doctors.fields", 3, 1],
  ["reading", 1, 0],
])("%s stands in line %i", (path, line, depth) => {
  expect(keyLine(JSON_TEXT, path.split("."))).toEqual({ line, depth });
});

test("line ends of any kind are counted", () => {
  expect(keyLine('{\r\n\r\n"a":{\r\n"b":1}}', ["a", "b"])).toEqual({ line: 4, depth: 2 });
});
