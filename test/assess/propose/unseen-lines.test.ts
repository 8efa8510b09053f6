import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VOCABULARY } from "../../../importers/vocabulary/index.ts";
import type { FileProposal } from "../../../src/assess/assessment.ts";
import { proposeTables } from "../../../src/assess/propose/propose-mapping.ts";
import { IMPORTERS } from "../../support/target.ts";

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

const proposing = { vocabulary: VOCABULARY, importers: IMPORTERS };

/** What is proposed of tables of which only the headers are known, and whose files' names say nothing. */
function proposed(lines: readonly Pick<Line, "id" | "header">[]): readonly FileProposal[] {
  const known = lines.map(({ id, header }) => {
    return { file: `${id}.csv`, header, headless: false, records: null, columns: [] };
  });
  return proposeTables(known, [], proposing);
}

/** Whether each pair of a line's right mapping is proposed. */
function rightPairs({ id, kind, gold }: Line, proposal: FileProposal | undefined): boolean[] {
  const { entity, columns = [] } = proposal ?? {};
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
}

/** The lines that are taken for what they are not, and about which nobody is asked. */
const silentlyWrong = (lines: readonly Line[], proposals: readonly FileProposal[]) =>
  lines.filter(({ kind }, at) => {
    const { entity = null, open = [] } = proposals[at] ?? {};
    const isAsked = open.some(({ key }) => key === `entities.${entity}.file`);
    return entity !== null && entity !== `${kind}s` && !isAsked;
  });

const share = (some: readonly boolean[]): number => some.filter(Boolean).length / some.length;

test("of sixty header lines that were written without the vocabulary, nearly all pairs are proposed, and no entity is wrong without a question", () => {
  const proposals = proposed(tables);
  const pairs = tables.flatMap((line, at) => rightPairs(line, proposals[at]));
  expect(share(pairs)).toBeGreaterThan(FLOOR);
  expect(silentlyWrong(tables, proposals).map(({ id }) => id)).toEqual([]);
});

/** Lines as `kind: header=field | header`, which is how they are written by hand. */
function readLines(text: string): Line[] {
  const lines = text.split("\n").filter((line) => /^\w+: /.test(line));
  return lines.map((line, at): Line => {
    const [kind = "", ...rest] = line.split(": ");
    const columns = rest
      .join(": ")
      .split(" | ")
      .map((one) => one.split("="));
    const gold = new Map<string, string[]>();
    for (const [header = "", written] of columns) {
      if (written === undefined) continue;
      const [field = "", part = "1"] = written.split(".");
      const parts = gold.get(field) ?? [];
      parts[Number(part) - 1] = header;
      gold.set(field, parts);
    }
    const header = columns.map(([name = ""]) => name);
    return {
      id: `t${at}`,
      kind: kind.replace(/s$/, ""),
      header,
      gold: Object.fromEntries(gold),
    };
  });
}

test.each([
  ["unseen-tables.txt", 0.92],
  ["unseen-tables-2.txt", 0.95],
] as const)(
  "of tables whose files' names say nothing, none is wrong without a question, and few columns are: %s",
  (name, floor) => {
    const lines = readLines(readFileSync(new URL(name, import.meta.url), "utf8"));
    const proposals = proposed(lines);
    const isNone = ({ kind }: Line) => kind === "none";
    const pairs = lines.flatMap((line, at) =>
      isNone(line) ? [] : rightPairs(line, proposals[at]),
    );
    expect(share(pairs)).toBeGreaterThan(floor);
    expect(silentlyWrong(lines, proposals).map(({ header }) => header)).toEqual([]);
    const taken = lines.filter((line, at) => isNone(line) && proposals[at]?.entity !== null);
    expect(taken.length).toBeLessThan(4);
  },
);

test("people visit many things: a table that is called so, and names no patient, is asked about", () => {
  const called = { headless: false, records: null, columns: [], called: "visitas" };
  const tables = [
    ["id", "usuario_id", "vehiculo_id", "fecha_hora"],
    ["id_visita", "id_cliente", "id_corredor", "id_inmueble", "fecha_visita"],
    ["id", "paciente_id", "fecha_hora"],
  ].map((header, at) => ({ ...called, file: `${at}.csv`, header }));
  const asked = proposeTables(tables, [], proposing).map(({ open }) =>
    open.some(({ key }) => key === "entities.visits.file"),
  );
  expect(asked).toEqual([true, true, false]);
});
