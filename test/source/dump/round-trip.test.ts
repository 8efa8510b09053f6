import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partsOf, rowsIn, WRITERS } from "../../support/dumps.ts";

/** What makes trouble in one of the forms. */
const ODD = [
  "'",
  "\\",
  "\\N",
  "\\.",
  "\n",
  "\r\n",
  "\t",
  "NULL",
  "');",
  "-- x",
  "/*",
  "*/",
  ";",
  "$$",
  '"',
  "\\n",
];
const cell = fc.option(
  fc
    .array(fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: "grapheme", maxLength: 5 })), {
      maxLength: 6,
    })
    .map((parts) => parts.join("").replaceAll("\0", "")),
  { freq: 6 },
);
const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 });

describe.each(WRITERS)("$name", ({ write }) => {
  test("any rows come back as they were", async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        expect(await rowsIn(write(rows))).toEqual(rows);
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  test("in whatever pieces the bytes come, the same is read, at the same places", async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const content = write(rows);
        expect(await partsOf(content, size)).toEqual(await partsOf(content, content.length * 4));
      }),
      { seed: 12, numRuns: 60 },
    );
  });

  test("wherever it is cut short, it is refused", async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (rows, share) => {
          const whole = write(rows);
          const start = whole.indexOf("\n", whole.search(/COPY|INSERT/));
          const end = whole.search(/dump complete|Dump completed|MIT;\n$/);
          const cut = whole.slice(0, Math.floor(start + (end - start) * share));
          await expect(rowsIn(cut)).rejects.toMatchObject({ exitCode: 1 });
        },
      ),
      { seed: 13, numRuns: 60 },
    );
  });
});
