import { derivePublicId, hasPublicIds } from "../shared/public-id.ts";
import { billItems } from "./billing/bill-items.ts";
import { bills } from "./billing/bills.ts";
import { payments } from "./billing/payments.ts";
import { allergies } from "./clinical/allergies.ts";
import { conditions } from "./clinical/conditions.ts";
import { documents } from "./clinical/documents.ts";
import { immunizations } from "./clinical/immunizations.ts";
import { medications } from "./clinical/medications.ts";
import { prescriptions } from "./clinical/prescriptions.ts";
import { procedures } from "./clinical/procedures.ts";
import { vaccines } from "./clinical/vaccines.ts";
import { vitalSigns } from "./clinical/vital-signs.ts";
import type { Importer } from "./define.ts";
import { doctors } from "./doctors.ts";
import { claims } from "./insurance/claims.ts";
import { insurancePolicies } from "./insurance/policies.ts";
import { labOrders } from "./laboratory/lab-orders.ts";
import { labResults } from "./laboratory/lab-results.ts";
import { departments } from "./organisation/departments.ts";
import { facilities } from "./organisation/facilities.ts";
import { roles } from "./organisation/roles.ts";
import { settings } from "./organisation/settings.ts";
import { users } from "./organisation/users.ts";
import { patients } from "./patients.ts";
import { caregivers } from "./people/caregivers.ts";
import { guardians } from "./people/guardians.ts";
import { accessGrants } from "./persons/access-grants.ts";
import { assessments, screenings } from "./persons/examinations.ts";
import { persons } from "./persons/persons.ts";
import { clinicianPatientViews, parentChildViews } from "./persons/views.ts";
import { admissions } from "./stays/admissions.ts";
import { appointments } from "./stays/appointments.ts";
import { visits } from "./visits.ts";

// In no order: that follows from the foreign keys. A new importer is added here.
const DECLARED: readonly Importer[] = [
  patients,
  doctors,
  visits,
  facilities,
  departments,
  roles,
  users,
  guardians,
  caregivers,
  appointments,
  admissions,
  conditions,
  allergies,
  medications,
  prescriptions,
  vaccines,
  immunizations,
  procedures,
  vitalSigns,
  labOrders,
  labResults,
  insurancePolicies,
  bills,
  billItems,
  payments,
  claims,
  documents,
  settings,
  persons,
  parentChildViews,
  clinicianPatientViews,
  accessGrants,
  screenings,
  assessments,
];

/** What is imported into HMSync. Rows that HMSync shows by a public id get the one that follows from their target id. */
export const IMPORTERS: readonly Importer[] = DECLARED.map((importer) => {
  const { entity, fromTargetId } = importer;
  if (!hasPublicIds(entity)) return importer;
  const publicId = (targetId: string) => derivePublicId(entity, targetId);
  return { ...importer, fromTargetId: { ...fromTargetId, publicId } };
});
