// Scores the proposed mappings on header lines whose right mapping is known: npx tsx bench/gold.ts --gold FILE
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { VOCABULARY } from "../importers/vocabulary/index.ts";
import type { FileProposal } from "../src/assess/assessment.ts";
import { proposeTables } from "../src/assess/propose/propose-mapping.ts";
import { IMPORTERS } from "../src/cli/wiring.ts";

const Gold = z.object({
  tables: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      path: z.string(),
      header: z.array(z.string()),
      gold: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      unmapped: z.array(z.string()),
    }),
  ),
});
type Table = z.output<typeof Gold>["tables"][number];

/** What the list calls our fields, where that is not the same in camel case. */
const OURS: Readonly<Record<string, string>> = { dob: "dateOfBirth", fee: "consultationFee" };
/** Fields that HMSync has and the list does not know: their columns stand among the unmapped. */
const UNKNOWN_TO_THE_LIST = ["doctors.email", "visits.visitTime"];

const { values: flags } = parseArgs({
  options: { gold: { type: "string" }, names: { type: "boolean", default: false } },
});
if (flags.gold === undefined) {
  process.stderr.write("Usage: npx tsx bench/gold.ts --gold headers-gold.json [--names]\n");
  process.exit(2);
}

const { tables } = Gold.parse(JSON.parse(readFileSync(flags.gold, "utf8")));
const count = { entities: 0, pairs: 0, right: 0, unmapped: 0, mapped: 0, unknown: 0 };
for (const table of tables) score(table, propose(table));
say("");
say(`entities     ${share(count.entities, tables.length)} found`);
say(`gold pairs   ${share(count.right, count.pairs)} proposed right`);
say(`unmapped     ${share(count.mapped + count.unknown, count.unmapped)} mapped`);
say(
  `             ${share(count.mapped, count.unmapped)} mapped, without ${UNKNOWN_TO_THE_LIST.join(" and ")},`,
);
say("             which HMSync has and the list does not know");

/** With --names the files' names are evidence too; without, headers are all there is. */
function propose({ id, path, header }: Table): FileProposal {
  const file = flags.names ? basename(path) : `${id}.csv`;
  const known = { file, header, headless: false, records: null, columns: [] };
  const [proposal] = proposeTables([known], [], { vocabulary: VOCABULARY, importers: IMPORTERS });
  if (proposal === undefined) throw new RangeError(`nothing was said of ${id}`);
  return proposal;
}

function score({ id, kind, gold, unmapped }: Table, proposal: FileProposal): void {
  const entity = `${kind}s`;
  if (proposal.entity === entity) count.entities++;
  else say(`${id}  is ${entity}, proposed: ${proposal.entity ?? "none"}`);
  for (const [name, written] of Object.entries(gold)) {
    const wanted = [written].flat().join(" + ");
    const field = OURS[name] ?? name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
    const proposed = proposal.entity === entity ? columnsOf(field, proposal).join(" + ") : "";
    count.pairs++;
    if (proposed === wanted) count.right++;
    else say(`${id}  ${field}: right is ${wanted}; proposed: ${proposed || "none"}`);
  }
  for (const header of unmapped) tellUnmapped(id, header, proposal);
}

function columnsOf(name: string, { columns }: FileProposal): string[] {
  return columns
    .filter(({ field, fields }) => field === name || fields?.includes(name))
    .sort((one, other) => (one.part ?? 1) - (other.part ?? 1))
    .map(({ header }) => header);
}

function tellUnmapped(id: string, header: string, { entity, columns }: FileProposal): void {
  count.unmapped++;
  const field = columns.find((column) => column.header === header)?.field;
  if (field == null) return;
  const unknown = UNKNOWN_TO_THE_LIST.includes(`${entity}.${field}`);
  if (unknown) count.unknown++;
  else count.mapped++;
  const note = unknown ? " (a field that the list does not know)" : "";
  say(`${id}  ${header}: right is unmapped; proposed: ${field}${note}`);
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
