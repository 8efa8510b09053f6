import { isMentioned } from "./match-field.ts";
import { namesId } from "./own-id.ts";
import type { HeaderReading } from "./read-header.ts";
import type { TableReading } from "./read-table.ts";

/** Which kinds of columns a table has. */
export interface Profile {
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
  /** Columns that are ids of what nobody knows. */
  readonly unknownIds: number;
  /** Such a day of which every word is understood. */
  readonly plainDay: boolean;
  /** Any day or time but of what changed the record. */
  readonly someDay: boolean;
  /** What a patient comes for, and what comes of it. */
  readonly occasion: boolean;
  /** What only somebody who treats others has. */
  readonly trade: boolean;
  readonly specialty: boolean;
  readonly hours: boolean;
  readonly department: boolean;
  /** Whether it has what only organisations have, or its own id is an organisation's; and no person's trait. */
  readonly organisation: boolean;
  /** A patient's name, with a word that says whose it is. */
  readonly patientName: boolean;
  /** Traits that a person keeps: not the age at a visit. */
  readonly lasting: number;
  /** Whether any column says who came: a patient, somebody's name, a user, a phone. */
  readonly somebody: boolean;
  /** Whether it has a phone or an address of mail, as the record's own. */
  readonly reached: boolean;
  /** Whether any column is a name of a person, whoever it is. */
  readonly named: boolean;
  /** Whether its first column is a room or a bed. */
  readonly startsWithRoom: boolean;
  /** How others are related to somebody, and of whom neither a birthday nor a sex is known. */
  readonly related: boolean;
  /** Whether its own id is of an act of care: of an examination, of a session. */
  readonly keyOfCare: boolean;
  /** Whether any column says one of these, among other things. */
  readonly says: (...some: readonly string[]) => boolean;
  /** What says that somebody treats others. */
  readonly treats: boolean;
  /** Whether a column behind the table's own id is another record's. */
  readonly names: (owner: string) => boolean;
  /** Whether the table's own id is of something that is neither known nor ours. */
  readonly keyOfElse: boolean;
  /** Whether its first column is the name of somebody who is neither a patient nor a doctor. */
  readonly startsOtherwise: boolean;
  readonly staff: boolean;
  /** Whose id the table's own is. */
  readonly isOf: (owner: string) => boolean;
}

const words = (list: string): readonly string[] => list.split(" ");

const NAMES = words("name first last full");
const TRAITS = words(
  "birth age gender phone mobile contact email address street city national blood marital",
);
const PERSONS = words("first last birth age gender national blood marital");
/** What may be said of one's own name or phone besides. */
const BESIDE = new Set([
  ...NAMES,
  ...TRAITS,
  ...words("middle maiden title date number code id type home zip state district person year"),
  ...words("birthplace description"),
]);
const REACHED = words("phone mobile contact email");
/** What has a name, and is nobody. */
const NO_PERSON = words(
  "hospital department medicine prescription organisation specialty insurance",
);
/** Traits that are the same on another day. */
const LASTING = words(
  "birth phone mobile contact email address street city national blood marital",
);
/** Days of something else. */
const OTHER_DAYS = words(
  "birth created registered joined end left death schedule duration bill payment prescription medicine insurance alta flag",
);
const DAYS = ["visit date", "visit start", "visit time", "date", "start", "entry date", "time"];
const ANY_DAY = ["date", "time", "start", "entry", "left", "registered"];
const OCCASIONS = ["complaint", "reason", "diagnosis", "outcome", "visit type", "duration"];
const TRADE = ["specialty", "license", "npi", "qualification", "salary", "joined", "role"];

const profiles = new WeakMap<TableReading["readings"], Profile>();

/** Which kinds of columns a table has, by what their headers say. */
export function profileOf(table: TableReading): Profile {
  const known = profiles.get(table.readings) ?? look(table);
  profiles.set(table.readings, known);
  return known;
}

function look({ readings, own }: TableReading): Profile {
  const key = own === undefined ? undefined : readings[own];
  const has = (...some: readonly string[]) =>
    some.some((says) => readings.some((reading) => isMentioned(says, reading)));
  const days = readings.filter(
    ({ meanings }) => meanings.has("care") || !OTHER_DAYS.some((one) => meanings.has(one)),
  );
  const people = lookAtPeople(readings);
  return {
    ...people,
    says: has,
    patient:
      has("patient") ||
      readings.some((reading, at) => at !== own && isMentioned("person #", reading)),
    doctor: readings.some(({ meanings }) => meanings.has("doctor") && !meanings.has("flag")),
    day: days.some((reading) => DAYS.some((says) => isMentioned(says, reading))),
    unknownIds: readings.filter(
      (reading, at) =>
        at !== own && reading.unknown.length > 0 && [...reading.meanings].join() === "id",
    ).length,
    plainDay: days.some(
      (reading) => reading.unknown.length === 0 && DAYS.some((says) => isMentioned(says, reading)),
    ),
    someDay: readings.some(
      ({ meanings }) =>
        !meanings.has("created") &&
        !meanings.has("birth") &&
        ANY_DAY.some((one) => meanings.has(one)),
    ),
    occasion: has(...OCCASIONS),
    trade: has(...TRADE),
    specialty: has("specialty"),
    somebody: people.name || people.reached || has("patient", "user", "national", "person"),
    startsWithRoom: readings[0]?.meanings.has("room") === true,
    organisation:
      !people.person &&
      !has("doctor") &&
      (has("organisation") || (own === 0 && key?.meanings.has("hospital") === true)),
    related: has("relative") && !has("birth", "gender", "age"),
    keyOfCare: key?.meanings.has("care") === true,
    hours: has("schedule"),
    department: has("department"),
    treats: has("license", "npi", "qualification", "doctor"),
    names: (owner) =>
      own !== undefined &&
      readings.slice(own + 1).some((reading) => [...reading.meanings].join() === owner),
    staff: has("staff"),
    keyOfElse: key !== undefined && isOfElse(key),
    startsOtherwise: readings
      .slice(0, 1)
      .some((first) => SOMEBODY_ELSE.some((one) => isMentioned(one, first))),
    isOf: (owner) => key?.meanings.has(owner) === true,
  };
}

type People = Pick<
  Profile,
  "name" | "named" | "patientName" | "traits" | "lasting" | "person" | "reached"
>;

/** Whose names and traits a table has. */
function lookAtPeople(readings: TableReading["readings"]): People {
  const saidBy = (some: readonly string[], among: TableReading["readings"]) =>
    some.filter((one) => among.some(({ meanings }) => meanings.has(one))).length;
  const bare = readings.filter(isBare);
  const ofPatient = readings.filter(isOfPatient);
  const persons = readings.filter(({ meanings }) => !NO_PERSON.some((one) => meanings.has(one)));
  return {
    name: saidBy(NAMES, bare) > 0,
    named: saidBy(NAMES, persons) > 0,
    patientName: saidBy(NAMES, ofPatient) > 0,
    traits: saidBy(TRAITS, bare),
    lasting: saidBy(LASTING, [...bare, ...ofPatient]),
    person: saidBy(PERSONS, bare) > 0,
    reached: saidBy(REACHED, bare) > 0,
  };
}

const isBare = ({ meanings }: HeaderReading): boolean =>
  meanings.size > 0 && [...meanings].every((one) => BESIDE.has(one));

/** `patient_dob`: what is said of a patient, and of nobody and nothing else. */
const isOfPatient = ({ meanings }: HeaderReading): boolean =>
  meanings.has("patient") && [...meanings].every((one) => one === "patient" || BESIDE.has(one));

const SOMEBODY_ELSE = ["helper name", "nurse name", "helper first", "nurse first"];
/** What an own id may say of a patient, a doctor, a visit. */
const KEYS = new Set(
  words(
    "id number code serial national registered person user staff patient doctor visit license npi hospital date time entry first name full last work home",
  ),
);
/** Shorter words may be short for anything. */
const LONG = 5;

/** `transfusion_id`: an id that says whose it is, and that is not ours. */
const isOfElse = (key: HeaderReading): boolean =>
  namesId(key) &&
  (key.unknown.some((word) => word.length >= LONG) ||
    (!key.meanings.has("care") && [...key.meanings].some((one) => !KEYS.has(one))));
