import type { EntityMatch } from "./choose-entity.ts";
import type { TableReading } from "./read-table.ts";
import { type Profile, profileOf } from "./whole-profile.ts";

// What the columns of a table say together that none of them says alone.

interface Sign {
  readonly says: string;
  readonly when: (profile: Profile) => boolean;
  /** By the meaning that says that a column is an entity's own. */
  readonly points: Readonly<Record<string, number>>;
}

/** From so many of a person's traits on a line is about the person. */
const SEVERAL = 2;

/** Whose id and whose own columns are a patient's. */
const isOfPatients = ({ isOf, name, patientName, lasting, traits }: Profile): boolean =>
  isOf("patient") && (patientName || name || lasting > 0) && traits >= SEVERAL;

/** A visit may repeat some of what is known of its patient; who has all of it may be registered by it. */
const MOST_OF_A_VISIT = 3;

/** Whose id and whose own, lasting traits are a patient's, whatever else happened to him. */
const isRegister = (all: Profile): boolean =>
  isOfPatients(all) && (all.name || all.patientName) && all.lasting >= 1;

const SIGNS: readonly Sign[] = [
  {
    says: "each line has a day, a patient and a doctor",
    when: (all) => all.day && all.patient && all.doctor && !isOfPatients(all),
    points: { visit: 1.5 },
  },
  {
    says: "each line has a day, a patient and a reason",
    when: (all) => all.day && all.patient && !all.doctor && all.occasion && !isOfPatients(all),
    points: { visit: 1.5 },
  },
  {
    says: "each line has a day, a patient and what was done or paid",
    when: (all) =>
      all.day &&
      all.patient &&
      !all.doctor &&
      !all.occasion &&
      !isOfPatients(all) &&
      all.says("care", "fee", "amount"),
    points: { visit: 0.8 },
  },
  {
    says: "each line has a patient, a doctor and a reason",
    when: ({ day, patient, doctor, occasion }) => !day && patient && doctor && occasion,
    points: { visit: 0.7 },
  },
  {
    says: "who has a number of the state comes on a day, for a reason or to a doctor",
    when: ({ says, day, patient, name, traits, doctor, occasion }) =>
      says("national") &&
      day &&
      !patient &&
      !name &&
      traits < SEVERAL &&
      (doctor || occasion || says("license")),
    points: { visit: 1.2 },
  },
  {
    says: "a person comes on a day for a reason",
    when: ({ name, day, occasion, patient, doctor, traits }) =>
      name && day && occasion && !patient && !doctor && traits < SEVERAL,
    points: { visit: 1.2 },
  },
  {
    says: "a person sees a doctor on a day",
    when: ({ name, day, patient, doctor }) => name && day && doctor && !patient,
    points: { visit: 1 },
  },
  {
    says: "a patient comes on a day, and the table has no patient's id of its own",
    when: ({ day, patient, doctor, occasion, isOf }) =>
      day && patient && (doctor || occasion) && !isOf("patient"),
    points: { patient: -4.5 },
  },
  {
    says: "its own id is the patient's, and its columns about the patient are the patient's own",
    when: isOfPatients,
    points: { patient: 1.5, visit: -1.5 },
  },
  {
    says: "its own id is the patient's, and his name and how he is reached stand beside it",
    when: (all) => isRegister(all) && all.day,
    points: { patient: 1, visit: -1 },
  },
  {
    says: "it has what only organisations have, and nothing that only a person has",
    when: ({ organisation, patient }) => organisation && !patient,
    points: { patient: -3, doctor: -3, visit: -1.5 },
  },
  {
    says: "it says of nobody that he came",
    when: ({ somebody, isOf }) => !somebody && !isOf("visit"),
    points: { visit: -3 },
  },
  {
    says: "it says of medicines who takes them, and nothing of a visit",
    when: ({ says, occasion, keyOfCare }) =>
      says("medicine") && !occasion && !keyOfCare && !says("visit", "fee", "amount", "total"),
    points: { visit: -2.5 },
  },
  {
    says: "it says what somebody thought of a doctor",
    when: ({ says, patient, doctor }) => says("rating") && patient && doctor && !says("visit"),
    points: { visit: -3.5 },
  },
  {
    says: "it names nobody",
    when: ({ named, doctor, says, isOf }) =>
      !named && !doctor && !says("license", "npi") && !isOf("user"),
    points: { doctor: -2.5 },
  },
  {
    says: "a name with a page on the web or a fax is an organisation's rather",
    when: ({ name, says, person, patient }) => name && says("web", "fax") && !person && !patient,
    points: { patient: -2, doctor: -0.5 },
  },
  {
    says: "it says of a patient who is related to him",
    when: ({ related, patient, isOf, day }) => related && patient && !day && !isOf("patient"),
    points: { patient: -3 },
  },
  {
    says: "a person's name stands beside a licence or a specialty, and no patient",
    when: ({ name, person, says, patient, occasion }) =>
      name && person && says("specialty", "license", "npi") && !patient && !occasion,
    points: { doctor: 0.7, patient: -1.5 },
  },
  {
    says: "a person's name stands beside what he learned, and no patient",
    when: ({ name, person, says, patient, occasion }) =>
      name && person && says("qualification") && !patient && !occasion && !says("user", "secret"),
    points: { doctor: 0.6, patient: -0.8 },
  },
  {
    says: "its own id is of an act of care",
    when: ({ keyOfCare, patient, day }) => keyOfCare && patient && day,
    points: { visit: 0.8 },
  },
  {
    says: "its own id is of an act of care that belongs to a visit",
    when: ({ keyOfCare, says, isOf }) => keyOfCare && says("visit #") && !isOf("visit"),
    points: { visit: -3 },
  },
  {
    says: "a person's name beside other data of a person",
    when: ({ name, person, trade, patient, doctor }) =>
      name && person && !trade && !(patient && doctor),
    points: { patient: 0.6 },
  },
  {
    says: "it is about the person whose name, birthday and phone it has",
    when: ({ name, traits, patient }) => name && traits >= SEVERAL && !patient,
    points: { visit: -0.8 },
  },
  {
    says: "the person whose name, birthday and phone it has comes on a day, with no doctor named",
    when: ({ name, traits, patient, day, doctor }) =>
      name && traits >= SEVERAL && !patient && day && !doctor,
    points: { visit: -0.6, patient: 1 },
  },
  {
    says: "its own id is a person's, with the person's name beside it",
    when: ({ isOf, name, patient }) => isOf("person") && name && !patient,
    points: { visit: -1.5, patient: 0.5, doctor: 0.5 },
  },
  {
    says: "its own id is a user's, who has a specialty",
    when: ({ isOf, specialty }) => isOf("user") && specialty,
    points: { doctor: 1.5 },
  },
  {
    says: "it says of somebody what he paid, and nothing else of him",
    when: ({ isOf, traits, says, name }) =>
      isOf("patient") && !name && traits === 0 && says("fee", "amount", "total", "bill"),
    points: { patient: -2 },
  },
  {
    says: "its own id is a user's, of whom it has what is known of patients",
    when: ({ isOf, traits, says }) => isOf("user") && traits > SEVERAL && !says("secret", "role"),
    points: { patient: 1.8 },
  },
  {
    says: "doctors stand beside their departments and phones",
    when: ({ doctor, department, reached, day, patient, name }) =>
      doctor && department && reached && !day && !patient && !name,
    points: { doctor: 0.8 },
  },
  {
    says: "its own id is an employee's, and no column shows that the employee treats patients",
    when: ({ isOf, specialty, treats }) => isOf("staff") && !specialty && !treats,
    points: { doctor: -1.6 },
  },
  {
    says: "its own id is of something else",
    when: ({ keyOfElse }) => keyOfElse,
    points: { visit: -1.5, patient: -0.8, doctor: -0.8 },
  },
  {
    says: "an employee comes, not a patient",
    when: ({ staff, patient, name, says }) => staff && !patient && !name && !says("national"),
    points: { visit: -2.5 },
  },
  {
    says: "its first column refers to somebody else",
    when: ({ startsOtherwise }) => startsOtherwise,
    points: { visit: -2, patient: -2, doctor: -2 },
  },
  {
    says: "no column is a date",
    when: ({ someDay, isOf }) => !someDay && !isOf("visit"),
    points: { visit: -1 },
  },
  {
    says: "it names the visit beside an id of its own",
    when: ({ isOf, names }) => names("visit") && !isOf("visit"),
    points: { visit: -2.4 },
  },
  {
    says: "a person's name beside a specialty",
    when: ({ name, specialty, day }) => name && specialty && !day,
    points: { doctor: 1, patient: -0.5 },
  },
  {
    says: "a person's name beside working hours",
    when: ({ name, hours, day, patient }) => name && hours && !day && !patient,
    points: { doctor: 0.4 },
  },
  {
    says: "a person's name beside a department",
    when: ({ name, department, day, patient }) => name && department && !day && !patient,
    points: { doctor: 0.6, patient: -0.3 },
  },
];

/** Adds to what single headers say of an entity what they say together. */
export function asWhole(match: EntityMatch, owner: string, table: TableReading): EntityMatch {
  const profile = profileOf(table);
  const held = SIGNS.filter(({ when }) => when(profile));
  const points = held.reduce((sum, sign) => sum + (sign.points[owner] ?? 0), 0);
  const whole = held.filter((sign) => (sign.points[owner] ?? 0) > 0);
  if (held.length === 0) return match;
  return { ...match, points: match.points + points, whole: whole.map(({ says }) => says) };
}

/** Whether each line is of a patient and of a visit in one, so that either may be meant. */
export function isFlat(table: TableReading): boolean {
  const profile = profileOf(table);
  const { day, doctor, occasion, patient, name, patientName, lasting } = profile;
  if (!day || !(doctor || occasion)) return false;
  return isOfPatients(profile) || (patient && (name || patientName) && lasting >= MOST_OF_A_VISIT);
}

/** Whether a table is about somebody: whose name it has, or who sees a doctor. */
export function isAboutSomebody(table: TableReading): boolean {
  const { name, traits, person, patient, doctor, day } = profileOf(table);
  return (name && (person || traits > 1)) || (day && (patient || name) && doctor);
}
