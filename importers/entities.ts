import type { Importer } from "./define.ts";
import { doctors } from "./doctors.ts";
import { patients } from "./patients.ts";
import { visits } from "./visits.ts";

/** What is imported into HMSync, in no order: that follows from the foreign keys. A new importer is added here. */
export const IMPORTERS: readonly Importer[] = [patients, doctors, visits];
