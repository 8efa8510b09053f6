import { defineConfig, defineTarget } from "../../importers/define-target.ts";
import { doctors } from "./doctors.ts";
import { patients } from "./patients.ts";
import * as tables from "./tables.ts";
import { visits } from "./visits.ts";

// The published HMSync application: README.md says what it needs of its rows.

const target = defineTarget({
  name: "hospital-app",
  title: "the hospital's application",
  tables,
  importers: [patients, doctors, visits],
  schema: "theirs",
  recognise: (known) => known.has("_migrations") && known.has("hospital_settings"),
  timestamps: {
    created: "createdAt",
    updated: "updatedAt",
    written: (instant) => instant.toISOString().slice(0, 19).replace("T", " "),
  },
});

export default defineConfig({
  target,
  mappings: ["mappings/generic-csv.json", "mappings/healthcare-plus.json"],
});
