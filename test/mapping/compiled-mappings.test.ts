import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, inject, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { shippedMappings } from "../../src/mapping/target-mappings.ts";

test("the build keeps the mappings that ship as they are read from their text", () => {
  const path = join(dirname(inject("hmsync")), "../../importers/compiled-mappings.json");
  const { mappings } = JSON.parse(readFileSync(path, "utf8"));
  expect(mappings.map(({ mapping }: { mapping: unknown }) => mapping)).toEqual(
    shippedMappings(HMSYNC),
  );
});
