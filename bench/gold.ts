import { readFileSync } from "node:fs";
import { VOCABULARY } from "../importers/vocabulary/index.ts";
import { compileLexicon } from "../src/assess/propose/read-header.ts";
import { proposeTable } from "../src/assess/propose/propose-mapping.ts";
const path = process.argv[process.argv.indexOf("--gold") + 1] ?? "";
const NAMES: Record<string,string> = { legacy_id: "legacyId", first_name: "firstName", last_name: "lastName", full_name: "fullName", dob: "dateOfBirth", registration_date: "registrationDate", license_number: "licenseNumber", join_date: "joinDate", patient_id: "patientId", doctor_id: "doctorId", visit_date: "visitDate", fee: "consultationFee", visit_type: "visitType" };
const gold = JSON.parse(readFileSync(path, "utf8"));
const lex = compileLexicon(VOCABULARY.words);
let right = 0, pairs = 0, wrong = 0, wrongKnown = 0, unmapped = 0, ents = 0;
const named = process.argv.includes("--names");
for (const t of gold.tables) {
  const p = proposeTable({ file: named ? t.path.split("/").pop() : t.id, header: t.header }, VOCABULARY, lex);
  const kind = `${t.kind}s`;
  if (p.entity === kind) ents++; else console.log(`${t.id} ENTITY ${p.entity} instead of ${kind}`);
  const by = new Map<string, string[]>();
  for (const c of [...p.columns].sort((a,b)=>(a.part??0)-(b.part??0))) for (const f of [c.field, ...(c.fields??[])]) if (f && !(by.get(f)??[]).includes(c.header)) by.set(f, [...(by.get(f) ?? []), c.header]);
  for (const [k, v] of Object.entries(t.gold)) {
    pairs++;
    const want = [v].flat() as string[];
    const got = p.entity === kind ? by.get(NAMES[k] ?? k) ?? [] : [];
    if (JSON.stringify(want) === JSON.stringify(got)) right++; else console.log(`${t.id} ${k}: wanted ${want} got ${got}`);
  }
  for (const h of t.unmapped) {
    unmapped++;
    const c = p.columns.find((c) => c.header === h);
    if (c?.field) { wrong++; const extra = (kind === "doctors" && c.field === "email") || (kind === "visits" && c.field === "visitTime"); if (!extra) wrongKnown++; console.log(`${t.id} ${h} mapped to ${c.field} ${c.score}${extra ? " (a field that the list does not know)" : ""}`); }
  }
}
console.log(`${ents}/${gold.tables.length} entities; right ${right}/${pairs} ${(100*right/pairs).toFixed(1)} %; mapped of unmapped ${wrong}/${unmapped} ${(100*wrong/unmapped).toFixed(1)} %, without unknown fields ${wrongKnown} ${(100*wrongKnown/unmapped).toFixed(1)} %`);
