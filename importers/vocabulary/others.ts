/**
 * What tables are that HMSync has no place for, by the meaning of their first id or of their name; and how
 * much that speaks against their being one of ours. A visit may begin with the id of a ward, hardly with a bill's.
 */
export const OTHER_TABLES: Readonly<Record<string, number>> = {
  ...{
    bill: 4,
    payment: 4,
    medicine: 4,
    prescription: 4,
    allergy: 4,
    history: 3,
    schedule: 4,
    message: 4,
  },
  ...{ nurse: 4, relative: 3, user: 3, insurance: 3, room: 3, department: 3, occupation: 2 },
  ...{
    specialty: 3,
    city: 3,
    district: 3,
    state: 3,
    country: 3,
    type: 3,
    status: 3,
    diagnosis: 4,
    icd: 4,
    reason: 3,
  },
  ...{ role: 3, body: 3, religion: 3, helper: 5 },
  ...{ hospital: 1.5, staff: 0.5 },
};
