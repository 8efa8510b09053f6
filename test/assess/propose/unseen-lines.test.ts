import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VOCABULARY } from "../../../importers/vocabulary/index.ts";
import { proposeTables } from "../../../src/assess/propose/propose-mapping.ts";
import { IMPORTERS } from "../../../src/cli/wiring.ts";

interface Line {
  readonly id: string;
  readonly kind: string;
  readonly header: readonly string[];
  readonly gold: Readonly<Record<string, string | readonly string[]>>;
}

interface Lines {
  readonly alternatives: Readonly<Record<string, Readonly<Record<string, (string | null)[]>>>>;
  readonly tables: readonly Line[];
}

const OURS: Readonly<Record<string, string>> = { dob: "dateOfBirth", fee: "consultationFee" };
const FLOOR = 0.95;
const path = new URL("unseen-lines.json", import.meta.url);
const { tables, alternatives }: Lines = JSON.parse(readFileSync(path, "utf8"));

test("of sixty header lines that were written without the vocabulary, nearly all pairs are proposed", () => {
  const known = tables.map(({ id, header }) => {
    return { file: `${id}.csv`, header, headless: false, records: null, columns: [] };
  });
  const proposals = proposeTables(known, [], { vocabulary: VOCABULARY, importers: IMPORTERS });
  const pairs = tables.flatMap(({ id, kind, gold }, at) => {
    const { entity, columns = [] } = proposals[at] ?? {};
    return Object.entries(gold).map(([name, written]) => {
      const field = OURS[name] ?? name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
      const given = columns
        .filter(
          (one) => entity === `${kind}s` && (one.fields?.includes(field) ?? one.field === field),
        )
        .sort((one, other) => (one.part ?? 1) - (other.part ?? 1))
        .map(({ header }) => header);
      const right = [[written].flat().join(" + "), ...(alternatives[id]?.[name] ?? [])];
      return right.includes(given.join(" + ") || null);
    });
  });
  expect(pairs.filter(Boolean).length / pairs.length).toBeGreaterThan(FLOOR);
});

test("none of them is taken for another entity without a question", () => {
  const wrong = tables.filter(({ id, kind, header }) => {
    const known = { file: `${id}.csv`, header, headless: false, records: null, columns: [] };
    const [table] = proposeTables([known], [], { vocabulary: VOCABULARY, importers: IMPORTERS });
    const isAsked = table?.open.some(({ key }) => key === `entities.${table.entity}.file`);
    return table?.entity != null && table.entity !== `${kind}s` && !isAsked;
  });
  expect(wrong.map(({ id }) => id)).toEqual([]);
});
