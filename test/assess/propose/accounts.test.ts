import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HMSYNC } from "../../../importers/index.ts";
import { VOCABULARY } from "../../../importers/vocabulary/index.ts";
import type { FileProposal } from "../../../src/assess/assessment.ts";
import { proposeTables } from "../../../src/assess/propose/propose-mapping.ts";

// Tables of bills, stays, insurance and organisation, of results, measures and procedures, and decoys, by their headers and the names of their files.

interface Line {
  readonly called: string;
  readonly entity: string | null;
  readonly columns: readonly { readonly header: string; readonly field: string | undefined }[];
}

const known = (called: string, header: readonly string[]) => {
  return { file: `${called}.csv`, called, header, headless: false, records: 20, columns: [] };
};
/** Where an export has visits, its appointments and stays are none. */
const VISITS = known("visits", ["visit_id", "patient_id", "doctor_id", "visit_date", "visit_type"]);

function proposed({ called, entity, columns }: Line): FileProposal | undefined {
  const header = columns.map((one) => one.header);
  const beside = entity === "appointments" || entity === "admissions" ? [VISITS] : [];
  const proposing = { vocabulary: VOCABULARY, importers: HMSYNC.importers };
  return proposeTables([known(called, header), ...beside], [], proposing)[0];
}

function readLines(path: string): Line[] {
  const text = readFileSync(new URL(path, import.meta.url), "utf8");
  return [...text.matchAll(/^(\w+) (\S+): (.*)$/gmu)].map(([, entity = "", called = "", rest]) => {
    const columns = (rest ?? "").split(" | ").map((one) => {
      const [header = "", field] = one.split("=");
      return { header, field };
    });
    return { called, entity: entity === "none" ? null : entity, columns };
  });
}

const LINES = [...readLines("unseen-accounts.txt"), ...readLines("unseen-measures.txt")];
const KNOWN: readonly string[] = HMSYNC.importers.map(({ entity }) => entity);
const PROPOSED = new Set(VOCABULARY.entities.map(({ entity }) => entity));

/** What is proposed of each line, in their order. */
const PROPOSALS = new Map(LINES.map((line) => [line, proposed(line)]));

const asked = (proposal: FileProposal | undefined): boolean =>
  proposal?.open.some(({ key }) => key === `entities.${proposal.entity}.file`) === true;

test("a table is taken for nothing else without a question, and money that is no patient's for nothing", () => {
  const wrong = LINES.filter(({ entity }) => entity === null || PROPOSED.has(entity)).filter(
    (line) => {
      const proposal = PROPOSALS.get(line);
      return proposal?.entity !== line.entity && (line.entity === null || !asked(proposal));
    },
  );
  expect(wrong.map(({ called }) => called)).toEqual([]);
});

test("nearly all columns of such tables are proposed, and few wrongly", () => {
  const lines = LINES.filter(({ entity }) => entity !== null && PROPOSED.has(entity));
  const told = lines.flatMap((line) => {
    const proposal = PROPOSALS.get(line);
    return line.columns.map(({ header, field }) => {
      const given = proposal?.columns.find((one) => one.header === header)?.field ?? undefined;
      return { wanted: field !== undefined, right: given === field, given: given !== undefined };
    });
  });
  const wanted = told.filter((one) => one.wanted);
  const wrong = told.filter((one) => one.given && !one.right);
  expect(wanted.filter(({ right }) => right).length / wanted.length).toBeGreaterThan(0.95);
  expect(wrong.length / told.length).toBeLessThan(0.02);
});

test("each entity of the list has an importer", () => {
  const entities = LINES.flatMap(({ entity }) => entity ?? []);
  expect(entities.filter((entity) => !KNOWN.includes(entity))).toEqual([]);
});
