import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HMSYNC } from "../../../importers/index.ts";
import { VOCABULARY } from "../../../importers/vocabulary/index.ts";
import { proposeTables } from "../../../src/assess/propose/propose-mapping.ts";

// Tables of documents and settings, by their headers and the names of their files.

const text = readFileSync(new URL("unseen-files.txt", import.meta.url), "utf8");
const LINES = [...text.matchAll(/^(\w+) (\S+): (.*)$/gmu)].map(
  ([, entity, called = "", rest = ""]) => {
    const columns = rest.split(" | ").map((one) => {
      const [header = "", field = null] = one.split("=");
      return { header, field };
    });
    return { called, entity: entity === "none" ? null : entity, columns };
  },
);

test.each(LINES)("$called holds $entity, and its columns are what they are", (line) => {
  const { called, entity, columns } = line;
  const header = columns.map((one) => one.header);
  const table = {
    file: `${called}.csv`,
    called,
    header,
    headless: false,
    records: 20,
    columns: [],
  };
  const proposing = { vocabulary: VOCABULARY, importers: HMSYNC.importers };
  const [proposal] = proposeTables([table], [], proposing);
  const found = (proposal?.columns ?? []).map((one) => ({ header: one.header, field: one.field }));
  if (entity === null) {
    expect(["documents", "settings"]).not.toContain(proposal?.entity);
    return;
  }
  expect({ entity: proposal?.entity, found }).toEqual({ entity, found: columns });
});
