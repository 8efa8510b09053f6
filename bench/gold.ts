// Scores the proposed mappings on header lines whose right mapping is known: npx tsx bench/gold.ts --gold FILE

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { HMSYNC } from "../importers/index.ts";
import { VOCABULARY } from "../importers/vocabulary/index.ts";
import type { FileProposal } from "../src/assess/assessment.ts";
import { profileFile } from "../src/assess/profile/profile-file.ts";
import { APPLIED, FILE_APPLIED, fileKey } from "../src/assess/propose/draft-mapping.ts";
import { proposeMapping, proposeTables, tableName } from "../src/assess/propose/propose-mapping.ts";
import { findRelations } from "../src/assess/relations/find-relations.ts";
import { openScratch } from "../src/db/sqlite/open.ts";
import { headFile } from "../src/mapping/head-file.ts";
import { openExport } from "../src/source/open-export.ts";

const Gold = z.object({
  tables: z.array(
    z.object({
      id: z.string(),
      /** `patient`, `doctor`, `visit`; `none` for a table that HMSync has no place for. */
      kind: z.string(),
      path: z.string(),
      header: z.array(z.string()),
      gold: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      unmapped: z.array(z.string()),
      /** A few records. */
      rows: z.array(z.array(z.string())).optional(),
    }),
  ),
});
type Table = z.output<typeof Gold>["tables"][number];

/** By table and field: other headers that are right too; null where none is. */
const Alternatives = z.object({
  alternatives: z.record(z.string(), z.record(z.string(), z.array(z.string().nullable()))),
});

/** What the list calls our fields, where that is not the same in camel case. */
const OURS: Readonly<Record<string, string>> = { dob: "dateOfBirth", fee: "consultationFee" };
/** Fields that HMSync has and the list does not know: their columns stand among the unmapped. */
const UNKNOWN_TO_THE_LIST = [
  "doctors.email",
  "visits.visitTime",
  "patients.allergies",
  "patients.dateOfDeath",
];

/** What the lists know; what is something else of HMSync is none of it. */
const KNOWN_TO_THE_LIST = ["patients", "doctors", "visits"];

const { values: flags } = parseArgs({
  options: {
    gold: { type: "string" },
    also: { type: "string" },
    names: { type: "boolean", default: false },
    rows: { type: "boolean", default: false },
  },
});
if (flags.gold === undefined) {
  process.stderr.write(
    "Usage: npx tsx bench/gold.ts --gold FILE [--also ALTERNATIVES] [--names] [--rows]\n",
  );
  process.exit(2);
}

const { tables } = Gold.parse(JSON.parse(readFileSync(flags.gold, "utf8")));
const also =
  flags.also === undefined
    ? {}
    : Alternatives.parse(JSON.parse(readFileSync(flags.also, "utf8"))).alternatives;
const count = { entities: 0, unasked: 0, pairs: 0, right: 0, columns: 0, wrong: 0, unknown: 0 };
for (const table of tables) {
  const proposal = await propose(table);
  const isOfElse = table.kind === "none" && !KNOWN_TO_THE_LIST.includes(proposal.entity ?? "");
  score(table, isOfElse ? { ...proposal, entity: null } : proposal);
}
say("");
say(`entities       ${share(count.entities, tables.length)} found`);
say(
  `wrong, unasked ${count.unasked} tables are proposed as another entity, and no question is open`,
);
say(`right          ${share(count.right, count.pairs)} of the gold pairs are proposed`);
say(
  `wrongly mapped ${share(count.wrong, count.columns)} of the columns feed a field that is not theirs,`,
);
say(
  `               without ${count.unknown} of ${UNKNOWN_TO_THE_LIST.join(" and ")}, which the list does not know`,
);

/** With --names the files' names are evidence too, with --rows the cells; else headers are all there is. */
async function propose(table: Table): Promise<FileProposal> {
  const proposing = { vocabulary: VOCABULARY, importers: HMSYNC.importers };
  const { id, path, header, rows } = table;
  const called = flags.names ? tableName({ name: path }) : id;
  const proposals =
    flags.rows && rows !== undefined
      ? proposeMapping(await profile(table, called), proposing)
      : proposeTables(
          [{ file: `${id}.csv`, called, header, headless: false, records: null, columns: [] }],
          [],
          proposing,
        );
  const [proposal] = proposals;
  if (proposal === undefined) throw new RangeError(`nothing was said of ${id}`);
  return proposal;
}

async function profile({ header, rows = [] }: Table, called: string) {
  const folder = mkdtempSync(join(tmpdir(), "hmsync-gold-"));
  try {
    const quoted = (cells: readonly string[]) =>
      cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
    const name = `${called.replace(/[^\p{L}\p{N}_-]/gu, "_")}.csv`;
    writeFileSync(join(folder, name), `${[header, ...rows].map(quoted).join("\n")}\n`);
    const [file] = openExport(folder).files;
    if (file === undefined) throw new RangeError(`no file ${name}`);
    return await findRelations([await profileFile(await headFile(file, []))], { openScratch });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A gold pair as it is compared. */
interface Wanted {
  readonly field: string;
  /** Headers, joined; null where none is right too. */
  readonly right: readonly (string | null)[];
  readonly headers: readonly string[];
}

function score(table: Table, proposal: FileProposal): void {
  const { id, kind, unmapped } = table;
  const entity = kind === "none" ? null : `${kind}s`;
  const proposed = isTaken(proposal) ? proposal.entity : null;
  const isRight = proposed === entity;
  if (isRight) count.entities++;
  else tellEntity(id, entity, proposal);
  const wanted = wantedOf(table);
  for (const pair of wanted) tellPair(id, pair, isRight ? columnsOf(pair.field, proposal) : []);
  for (const header of new Set([...wanted.flatMap(({ headers }) => headers), ...unmapped])) {
    const own = wanted.filter(({ headers }) => headers.includes(header));
    const right = isRight ? own.map(({ field }) => field) : [];
    tellColumn(`${id}  ${header}`, right, { proposal, header });
  }
}

function wantedOf({ id, gold }: Table): Wanted[] {
  return Object.entries(gold).map(([name, written]) => {
    const field = OURS[name] ?? name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
    const others = also[id]?.[name] ?? [];
    const headers = [written, ...others].flat().filter((header) => header !== null);
    return { field, right: [[written].flat().join(" + "), ...others], headers };
  });
}

function tellPair(id: string, { field, right }: Wanted, columns: readonly string[]): void {
  const given = columns.join(" + ");
  count.pairs++;
  if (right.includes(given === "" ? null : given)) count.right++;
  else say(`${id}  ${field}: right is ${right.join(" or ")}; proposed: ${given || "none"}`);
}

function isTaken({ entity, score: sure }: FileProposal): boolean {
  return entity !== null && sure >= FILE_APPLIED;
}

function tellEntity(id: string, entity: string | null, proposal: FileProposal): void {
  const asked = proposal.open.some(({ key }) => key === fileKey({ entity: proposal.entity ?? "" }));
  if (proposal.entity !== null && isTaken(proposal) && !asked) count.unasked++;
  const note = asked ? " (asked)" : "";
  say(`${id}  is ${entity ?? "none"}, proposed: ${proposal.entity ?? "none"}${note}`);
}

function columnsOf(name: string, { columns }: FileProposal): string[] {
  return mapped(columns)
    .filter(({ field, fields }) => field === name || fields?.includes(name))
    .sort((one, other) => (one.part ?? 1) - (other.part ?? 1))
    .map(({ header }) => header);
}

/** What is less sure is proposed, and not mapped. */
function mapped(columns: FileProposal["columns"]) {
  return columns.filter(({ score: sure }) => sure >= APPLIED);
}

interface Column {
  readonly proposal: FileProposal;
  readonly header: string;
}

/** A column counts as wrong where it feeds a field that is not its own. */
function tellColumn(place: string, right: readonly string[], { proposal, header }: Column): void {
  count.columns++;
  const { entity } = proposal;
  const column = isTaken(proposal)
    ? mapped(proposal.columns).find((one) => one.header === header)
    : undefined;
  if (column?.field == null) return;
  const fields = column.fields ?? [column.field];
  if (right.some((one) => fields.includes(one))) return;
  if (UNKNOWN_TO_THE_LIST.includes(`${entity}.${column.field}`)) count.unknown++;
  else {
    count.wrong++;
    say(
      `${place}: right is ${right.join(", ") || "unmapped"}; proposed: ${entity}.${column.field}`,
    );
  }
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
