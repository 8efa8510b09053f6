import * as tables from "../shared/schema.ts";
import { TABLE_COPIES } from "../shared/table-copies.ts";
import { defineTarget } from "./define-target.ts";
import { IMPORTERS } from "./entities.ts";
import { FHIR_WRITERS } from "./fhir/index.ts";
import fhirR4 from "./mappings/fhir-r4.json" with { type: "json" };
import genericCsv from "./mappings/generic-csv.json" with { type: "json" };
import healthcarePlus from "./mappings/healthcare-plus.json" with { type: "json" };
import { CODE_WORDS } from "./vocabulary/code-words.ts";
import { VOCABULARY } from "./vocabulary/index.ts";

/** HMSync. */
export const HMSYNC = defineTarget({
  name: "hmsync",
  title: "HMSync",
  tables,
  server: () => import("../shared/pg-schema.ts"),
  importers: IMPORTERS,
  mappings: { "fhir-r4": fhirR4, "generic-csv": genericCsv, "healthcare-plus": healthcarePlus },
  vocabulary: VOCABULARY,
  codeWords: CODE_WORDS,
  tableCopies: TABLE_COPIES,
  fhir: FHIR_WRITERS,
});
