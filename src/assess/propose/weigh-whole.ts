import type { EntityMatch } from "./choose-entity.ts";
import { isMentioned } from "./match-field.ts";
import type { HeaderReading } from "./read-header.ts";
import type { TableReading } from "./read-table.ts";

// What the columns of a table say together that none of them says alone.

/** Which kinds of columns a table has. */
interface Profile {
  /** A name that is nobody's but the record's own. */
  readonly name: boolean;
  /** What persons have, as the record's own: a birthday, a phone. */
  readonly traits: number;
  /** Whether one of them is what only persons have, first and last names too. */
  readonly person: boolean;
  readonly patient: boolean;
  readonly doctor: boolean;
  /** A day that is not of birth, of registration, or of what comes after a visit. */
  readonly day: boolean;
  /** Any day or time but of what changed the record. */
  readonly someDay: boolean;
  /** What a patient comes for, and what comes of it. */
  readonly occasion: boolean;
  /** What only somebody who treats others has. */
  readonly trade: boolean;
  readonly specialty: boolean;
  readonly hours: boolean;
  readonly department: boolean;
  /** What says that somebody treats others. */
  readonly treats: boolean;
  /** Whether a column behind the table's own id is another record's. */
  readonly names: (owner: string) => boolean;
  /** Whose id the table's own is. */
  readonly isOf: (owner: string) => boolean;
}

interface Sign {
  readonly says: string;
  readonly when: (profile: Profile) => boolean;
  readonly points: Readonly<Record<string, number>>;
}

/** From so many of a person's traits on a line is about the person. */
const SEVERAL = 2;

/** Whose id and whose own columns are a patient's. */
const isOfPatients = ({ isOf, patient, name, traits }: Profile): boolean =>
  isOf("patient") && (patient || name) && traits >= SEVERAL;

const SIGNS: readonly Sign[] = [
  {
    says: "each line has a day, a patient and a doctor",
    when: (all) => all.day && all.patient && all.doctor && !isOfPatients(all),
    points: { visits: 1.5 },
  },
  {
    says: "each line has a day, a patient and a reason",
    when: (all) => all.day && all.patient && !all.doctor && all.occasion && !isOfPatients(all),
    points: { visits: 1.5 },
  },
  {
    says: "each line has a patient, a doctor and a reason",
    when: ({ day, patient, doctor, occasion }) => !day && patient && doctor && occasion,
    points: { visits: 0.7 },
  },
  {
    says: "somebody sees a doctor on a day",
    when: ({ name, day, patient, doctor }) => name && day && doctor && !patient,
    points: { visits: 1 },
  },
  {
    says: "a patient comes on a day, and the table has no patient's id of its own",
    when: ({ day, patient, doctor, occasion, isOf }) =>
      day && patient && (doctor || occasion) && !isOf("patient"),
    points: { patients: -4.5 },
  },
  {
    says: "its own id is the patient's, and what it says of the patient are the patient's own columns",
    when: isOfPatients,
    points: { patients: 1.5, visits: -1.5 },
  },
  {
    says: "a person's name stands beside what a person has",
    when: ({ name, person, trade, patient, doctor }) =>
      name && person && !trade && !(patient && doctor),
    points: { patients: 0.6 },
  },
  {
    says: "whose name, birthday and phone it has is who it is about",
    when: ({ name, traits, patient }) => name && traits >= SEVERAL && !patient,
    points: { visits: -0.8 },
  },
  {
    says: "whose name, birthday and phone it has comes on a day, to no doctor that it names",
    when: ({ name, traits, patient, day, doctor }) =>
      name && traits >= SEVERAL && !patient && day && !doctor,
    points: { visits: -0.6, patients: 1 },
  },
  {
    says: "its own id is a person's, and the person's name stands beside it",
    when: ({ isOf, name, patient }) => isOf("person") && name && !patient,
    points: { visits: -1.5, patients: 0.5, doctors: 0.5 },
  },
  {
    says: "its own id is a user's, who has a specialty",
    when: ({ isOf, specialty }) => isOf("user") && specialty,
    points: { doctors: 1.5 },
  },
  {
    says: "its own id is an employee's, and no column says that he treats anybody",
    when: ({ isOf, specialty, treats }) => isOf("staff") && !specialty && !treats,
    points: { doctors: -1.6 },
  },
  {
    says: "no column is a day",
    when: ({ someDay, isOf }) => !someDay && !isOf("visit"),
    points: { visits: -1 },
  },
  {
    says: "it names the visit beside an id of its own",
    when: ({ isOf, names }) => names("visit") && !isOf("visit"),
    points: { visits: -2.4 },
  },
  {
    says: "a person's name stands beside a specialty",
    when: ({ name, specialty, day }) => name && specialty && !day,
    points: { doctors: 1, patients: -0.5 },
  },
  {
    says: "a person's name stands beside hours",
    when: ({ name, hours, day, patient }) => name && hours && !day && !patient,
    points: { doctors: 0.4 },
  },
  {
    says: "a person's name stands beside a department",
    when: ({ name, department, day, patient }) => name && department && !day && !patient,
    points: { doctors: 0.6, patients: -0.3 },
  },
];

/** Adds to what single headers say of an entity what they say together. */
export function asWhole(match: EntityMatch, table: TableReading): EntityMatch {
  const profile = profileOf(table);
  const held = SIGNS.filter(({ when }) => when(profile));
  const points = held.reduce((sum, sign) => sum + (sign.points[match.entity] ?? 0), 0);
  const whole = held.filter((sign) => (sign.points[match.entity] ?? 0) > 0);
  if (held.length === 0) return match;
  return { ...match, points: match.points + points, whole: whole.map(({ says }) => says) };
}

/** Whether each line is of a patient and of a visit in one, so that either may be meant. */
export function isFlat(table: TableReading): boolean {
  const profile = profileOf(table);
  return isOfPatients(profile) && profile.day && (profile.doctor || profile.occasion);
}

/** Whether a table is about somebody: whose name it has, or who sees a doctor. */
export function isAboutSomebody(table: TableReading): boolean {
  const { name, traits, person, patient, doctor, day } = profileOf(table);
  return (name && (person || traits > 1)) || (day && (patient || name) && doctor);
}

const NAMES = ["name", "first", "last", "full"];
const TRAITS = [
  ...["birth", "age", "gender", "phone", "mobile", "contact", "email", "address", "street", "city"],
  ...["national", "blood", "marital"],
];
const PERSONS = ["first", "last", "birth", "age", "gender", "national", "blood", "marital"];
/** What may be said of one's own name or phone besides. */
const BESIDE = new Set([
  ...[...NAMES, ...TRAITS, "middle", "maiden", "title", "date", "number", "code", "id", "type"],
  ...["home", "zip", "state", "district", "person", "year", "birthplace", "description"],
]);
/** Days of something else. */
const OTHER_DAYS = [
  ...["birth", "created", "registered", "joined", "end", "left", "death", "schedule", "duration"],
  ...["bill", "payment", "prescription", "medicine", "insurance", "alta", "flag"],
];
const DAYS = ["visit date", "visit start", "visit time", "date", "start", "entry date", "time"];
const ANY_DAY = ["date", "time", "start", "entry", "left", "registered"];
const OCCASIONS = ["complaint", "reason", "diagnosis", "outcome", "visit type", "duration"];
const TRADE = ["specialty", "license", "npi", "qualification", "salary", "joined", "role"];

function profileOf({ readings, own }: TableReading): Profile {
  const key = own === undefined ? undefined : readings[own];
  const has = (...some: readonly string[]) =>
    some.some((says) => readings.some((reading) => isMentioned(says, reading)));
  const bare = readings.filter(isBare);
  const say = (some: readonly string[]) =>
    some.filter((one) => bare.some(({ meanings }) => meanings.has(one)));
  const days = readings.filter(({ meanings }) => !OTHER_DAYS.some((one) => meanings.has(one)));
  return {
    name: say(NAMES).length > 0,
    traits: say(TRAITS).length,
    person: say(PERSONS).length > 0,
    patient: has("patient"),
    doctor: readings.some(({ meanings }) => meanings.has("doctor") && !meanings.has("flag")),
    day: days.some((reading) => DAYS.some((says) => isMentioned(says, reading))),
    someDay: readings.some(
      ({ meanings }) =>
        !meanings.has("created") &&
        !meanings.has("birth") &&
        ANY_DAY.some((one) => meanings.has(one)),
    ),
    occasion: has(...OCCASIONS),
    trade: has(...TRADE),
    specialty: has("specialty"),
    hours: has("schedule"),
    department: has("department"),
    treats: has("license", "npi", "qualification", "doctor"),
    names: (owner) =>
      own !== undefined &&
      readings.slice(own + 1).some((reading) => [...reading.meanings].join() === owner),
    isOf: (owner) => key?.meanings.has(owner) === true,
  };
}

const isBare = ({ meanings }: HeaderReading): boolean =>
  meanings.size > 0 && [...meanings].every((one) => BESIDE.has(one));
