import { expect, test } from "vitest";
import { isAdjustable, ruleBook } from "../../src/mapping/rule-book.ts";
import { IMPORTERS } from "../support/target.ts";

test.each(IMPORTERS)("every code of $entity begins with the entity", (importer) => {
  for (const code of ruleBook(importer).keys()) {
    expect(code).toMatch(new RegExp(`^${importer.entity}\\.[a-zA-Z]+\\.[a-z-]+$`));
  }
});

test.each(IMPORTERS)(
  "no finding of $entity that a mapping cannot lower is a warning",
  (importer) => {
    // What another program did to a row meanwhile ends the run with exit 5 by itself.
    const fixed = [...ruleBook(importer)].filter(
      ([code]) => !isAdjustable(importer, code) && !code.endsWith("-meanwhile"),
    );
    expect(fixed.length).toBe(20 + fixed.filter(([code]) => code.endsWith(".scientific")).length);
    expect(fixed.map(([, { severity }]) => severity)).toEqual(fixed.map(() => "error"));
  },
);

test.each(IMPORTERS)("every field and rule of $entity has its codes", (importer) => {
  const codes = [...ruleBook(importer).keys()];
  for (const [name, { label = name, required, problems }] of Object.entries(importer.fields)) {
    const words = [...Object.keys(problems), ...(required ? ["missing"] : [])];
    const own = words.map((word) => `${importer.entity}.${label}.${word}`);
    expect(codes).toEqual(expect.arrayContaining(own));
  }
  for (const { code } of importer.rules) expect(codes).toContain(`${importer.entity}.${code}`);
});
