import type { Vocabulary } from "../define-vocabulary.ts";
import { billItems } from "./billing/bill-items.ts";
import { bills } from "./billing/bills.ts";
import { payments } from "./billing/payments.ts";
import { CARE } from "./care.ts";
import { allergies } from "./clinical/allergies.ts";
import { conditions } from "./clinical/conditions.ts";
import { immunizations } from "./clinical/immunizations.ts";
import { labOrders } from "./clinical/lab-orders.ts";
import { labResults } from "./clinical/lab-results.ts";
import { medications } from "./clinical/medications.ts";
import { prescriptions } from "./clinical/prescriptions.ts";
import { procedures } from "./clinical/procedures.ts";
import { vaccines } from "./clinical/vaccines.ts";
import { vitalSigns } from "./clinical/vital-signs.ts";
import { CLINICAL } from "./clinical/words.ts";
import { CONTACT } from "./contact.ts";
import { doctors } from "./doctors.ts";
import { documents } from "./files/documents.ts";
import { settings } from "./files/settings.ts";
import { FILE_WORDS } from "./finer/files.ts";
import { INSURANCE_WORDS } from "./finer/insurance.ts";
import { LABORATORY_WORDS } from "./finer/laboratory.ts";
import { MONEY_WORDS } from "./finer/money.ts";
import { ORGANISATION_WORDS } from "./finer/organisation.ts";
import { SETTING_WORDS } from "./finer/settings.ts";
import { STAY_WORDS } from "./finer/stays.ts";
import { VITAL_SIGN_WORDS } from "./finer/vital-signs.ts";
import { HEALTH } from "./health.ts";
import { claims } from "./insurance/claims.ts";
import { insurancePolicies } from "./insurance/policies.ts";
import { departments } from "./organisation/departments.ts";
import { facilities } from "./organisation/facilities.ts";
import { roles } from "./organisation/roles.ts";
import { users } from "./organisation/users.ts";
import { OTHER_TABLES } from "./others.ts";
import { patients } from "./patients.ts";
import { caregivers } from "./people/caregivers.ts";
import { guardians } from "./people/guardians.ts";
import { PEOPLE } from "./people.ts";
import { RECORDS } from "./records.ts";
import { admissions } from "./stays/admissions.ts";
import { appointments } from "./stays/appointments.ts";
import { VALUES } from "./values.ts";
import { visits } from "./visits.ts";

/** What headers of hospital systems mean, and which of it is which field. */
export const VOCABULARY: Vocabulary = {
  words: [PEOPLE, CONTACT, CARE, CLINICAL, RECORDS],
  finer: [
    MONEY_WORDS,
    STAY_WORDS,
    INSURANCE_WORDS,
    ORGANISATION_WORDS,
    FILE_WORDS,
    SETTING_WORDS,
    LABORATORY_WORDS,
    VITAL_SIGN_WORDS,
  ],
  entities: [
    patients,
    doctors,
    visits,
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
    bills,
    billItems,
    payments,
    appointments,
    admissions,
    documents,
    settings,
    facilities,
    departments,
    roles,
    users,
    guardians,
    caregivers,
    insurancePolicies,
    claims,
  ],
  otherTables: OTHER_TABLES,
  values: VALUES,
  health: HEALTH,
};
