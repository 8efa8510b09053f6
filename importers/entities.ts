import { allergies } from "./clinical/allergies.ts";
import { conditions } from "./clinical/conditions.ts";
import { immunizations } from "./clinical/immunizations.ts";
import { medications } from "./clinical/medications.ts";
import { prescriptions } from "./clinical/prescriptions.ts";
import { vaccines } from "./clinical/vaccines.ts";
import type { Importer } from "./define.ts";
import { doctors } from "./doctors.ts";
import { patients } from "./patients.ts";
import { visits } from "./visits.ts";

/** What is imported into HMSync, in no order: that follows from the foreign keys. A new importer is added here. */
export const IMPORTERS: readonly Importer[] = [
  patients,
  doctors,
  visits,
  conditions,
  allergies,
  medications,
  prescriptions,
  vaccines,
  immunizations,
];
