import { type Entity, first, last, name, round, someDay } from "./values.ts";

// Who is there, and where.

export const PEOPLE: Readonly<Record<string, Entity>> = {
  facilities: {
    columns: "facilityId,facilityName,facilityCode,facilityType,phoneNumber,isActive",
    fixed: 20,
    line: () => (n) => `F${n},Clinic ${n},FC${n},clinic,020555${1000 + n},yes`,
  },
  departments: {
    columns: "departmentId,departmentName,departmentCode,facilityId,isActive",
    fixed: 100,
    line: (of) => (n) => `DP${n},Department ${n},C${n},${round("F", of["facilities"], n)},yes`,
  },
  roles: {
    columns: "roleId,roleName,description",
    fixed: 8,
    line: () => (n) => `R${n},Role ${n},As in the old system`,
  },
  users: {
    columns: "userId,fullName,username,email,roleId,facilityId,isActive",
    fixed: 400,
    line: (of) => (n, random) =>
      `U${n},${name(random)},user${n},user${n}@example.org,${round("R", of["roles"], n)},${round("F", of["facilities"], n)},yes`,
  },
  doctors: {
    columns: "doctorId,fullName,specialty,licenseNumber,joinDate",
    fixed: 300,
    line: () => (n, random) => `D${n},Dr. ${name(random)},Cardiology,MC-${n},${someDay(random)}`,
  },
  patients: {
    columns: "patientId,firstName,lastName,phoneNumber,gender,address,dateOfBirth",
    share: 5,
    line: () => (n, random) =>
      `P${n},${first(random)},${last(random)},0${200_000_000 + random.below(7e8)},${random.pick(["M", "F"])},${1 + random.below(200)} Mill Street,${1930 + random.below(90)}-02-03`,
  },
  guardians: {
    columns: "guardianId,patientId,fullName,relationship,phoneNumber,isPrimary",
    share: 0.7,
    line: (of) => (n, random) =>
      `G${n},${round("P", of["patients"], n)},${name(random)},mother,0${300_000_000 + n},yes`,
  },
  caregivers: {
    columns:
      "caregiverId,patientId,fullName,relationship,preferredLanguage,email,accessToFinancials",
    share: 0.3,
    line: (of) => (n, random) =>
      `CG${n},${round("P", of["patients"], n)},${name(random)},spouse,en,c${n}@example.org,no`,
  },
};
