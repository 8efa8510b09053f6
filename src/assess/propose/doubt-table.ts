import type { EntityWords } from "../../../importers/define-vocabulary.ts";
import { isMentioned } from "./match-field.ts";
import { exactly, type HeaderReading } from "./read-header.ts";
import type { TableReading } from "./read-table.ts";
import { splitHeader } from "./split-header.ts";
import { isFlat } from "./weigh-whole.ts";
import { type Profile, profileOf } from "./whole-profile.ts";

// What a table may hold besides what it is taken for, and a person has to say.

interface Doubt {
  readonly of: readonly string[];
  readonly says: string;
  readonly when: (profile: Profile) => boolean;
  /** Also of a table whose name says that it is one: people visit many things. */
  readonly although?: "called so";
}

/** What a table may hold besides what it is taken for, by whose it is. */
const DOUBTS: readonly Doubt[] = [
  {
    of: ["doctor", "patient"],
    says: "what is open at hours may be a place",
    when: ({ says, name, person, treats }) => says("opening") && name && !person && !treats,
  },
  {
    of: ["doctor", "patient"],
    says: "who logs in may be anybody",
    when: ({ says, doctor, isOf }) =>
      says("user") &&
      says("secret") &&
      !doctor &&
      !isOf("patient") &&
      !says("specialty", "license", "npi", "blood", "marital"),
  },
  {
    of: ["patient"],
    says: "it may hold the relatives of patients",
    when: ({ says, isOf }) => says("relative") && says("patient #") && !isOf("patient"),
  },
  {
    of: ["patient"],
    says: "who has a password and a role may be anybody",
    when: ({ says }) => says("secret") && says("role"),
  },
  {
    of: ["doctor"],
    says: "it may only name whose doctor is where",
    when: ({ says, person, name, isOf }) =>
      says("doctor") &&
      !says("name", "first", "last", "full") &&
      !name &&
      !person &&
      !isOf("doctor") &&
      !says("specialty", "license", "npi"),
  },
  {
    of: ["doctor"],
    says: "it may hold all of the staff",
    when: ({ says, doctor, specialty }) =>
      says("salary", "joined", "role") &&
      !doctor &&
      !specialty &&
      !says("license", "npi", "qualification"),
  },
  {
    of: ["visit"],
    says: "it may hold what was ordered or done for patients",
    when: ({ says, occasion, isOf }) =>
      says("prescription") &&
      !occasion &&
      !isOf("visit") &&
      !says("visit", "fee", "amount", "total"),
  },
  {
    of: ["visit"],
    says: "no column says who came",
    when: ({ somebody, doctor, occasion }) => !somebody && !doctor && !occasion,
  },
  {
    of: ["visit"],
    says: "its only day may be of something else",
    when: ({ says, doctor, occasion, isOf, plainDay }) =>
      !plainDay && !doctor && !occasion && !isOf("visit") && !says("visit", "time", "fee", "care"),
  },
  {
    of: ["visit"],
    says: "it refers to several things that are not known",
    when: ({ doctor, occasion, unknownIds }) => unknownIds > 1 && !doctor && !occasion,
    although: "called so",
  },
  {
    of: ["visit"],
    says: "it refers to something that is not known, and to no patient",
    when: ({ doctor, occasion, unknownIds, patient }) =>
      unknownIds > 0 && !doctor && !occasion && !patient,
    although: "called so",
  },
  {
    of: ["visit"],
    says: "it may say who lay in which bed",
    when: ({ says, startsWithRoom, occasion, doctor, isOf }) =>
      startsWithRoom || (says("room") && !occasion && !doctor && !isOf("visit")),
  },
  {
    of: ["visit"],
    says: "it may hold bills",
    when: ({ says, occasion, doctor }) =>
      says("fee", "amount", "total") &&
      !occasion &&
      !says("visit") &&
      (says("payment") || (!doctor && !says("care"))),
  },
];

/** `Cab`, `Name_Cab`: what is called so has a column of its own, and is not known to be a person. */
function namesAThing({ readings }: TableReading): boolean {
  if (isNamedAfterFirst(readings)) return true;
  const isOf = (thing: string, { unknown }: HeaderReading) =>
    unknown.length === 1 && unknown[0] === thing;
  return readings.some((named) => {
    const [thing] = named.unknown;
    if (thing === undefined || !named.meanings.has("name")) return false;
    return readings.some((own) => {
      const isId = own.meanings.size === 0 || [...own.meanings].join() === "id";
      return own !== named && isId && isOf(thing, own) && isOf(thing, named);
    });
  });
}

/** A word that says nothing by itself, and by which another column says what it is the name of. */
function isNamedAfterFirst([first, ...others]: readonly HeaderReading[]): boolean {
  const [thing, ...more] = splitHeader(first?.header ?? "");
  if (first === undefined || thing === undefined || more.length > 0) return false;
  if (first.meanings.size > 0) return false;
  return others.some(
    ({ header, meanings }) => meanings.has("name") && splitHeader(header).includes(thing),
  );
}

/** Whether a table begins with something of its own, and names an owner's id behind it. */
function onlyRefersTo(owner: string, { readings }: TableReading): boolean {
  const at = readings.findIndex((reading) => isMentioned(`${owner} #`, reading));
  const [first] = readings;
  if (at <= 0 || first === undefined) return false;
  const isPersons = [...first.meanings].some((one) => PERSONAL.has(one));
  return !isPersons || first.unknown.length > 0;
}

const PERSONAL = new Set([
  "name",
  "first",
  "last",
  "full",
  "title",
  "serial",
  "national",
  "number",
]);

type Owning = Pick<EntityWords, "owner" | "also" | "exact">;

const saysOwner = ({ meanings }: HeaderReading, { owner, also = [] }: Owning): boolean =>
  [owner, ...also].some((one) => meanings.has(one));

const isCalledAfter = ({ stem }: TableReading, words: Owning): boolean =>
  saysOwner(words.exact ? exactly(stem) : stem, words);

/** Whether the table's own id says that it is the owner's. */
function isKeyOf(words: Owning, { readings, own }: TableReading): boolean {
  const key = readings[own ?? -1];
  return key !== undefined && saysOwner(exactly(key), words);
}

/** Why a person has to say what a table is, though what is known of it is enough; undefined where nothing speaks against it. */
export function doubtOf(
  table: TableReading,
  words: Pick<EntityWords, "entity" | "owner" | "also" | "people" | "exact">,
): string | undefined {
  const { entity, owner, people } = words;
  const profile = profileOf(table);
  const { keyOfElse, isOf } = profile;
  const key = table.header[table.own ?? -1] ?? "";
  const applying = DOUBTS.filter(({ of, when }) => of.includes(owner) && when(profile));
  if (isCalledAfter(table, words))
    return applying.find(({ although }) => although === "called so")?.says;
  if (keyOfElse && !isKeyOf(words, table)) return `its own id ${key} is of something else`;
  if (namesAThing(table)) return "its name is that of something else";
  if (owner !== "visit" && onlyRefersTo(owner, table) && !profile.person && !profile.specialty)
    return `it may only refer to ${entity}`;
  if (owner === "visit" && isFlat(table)) return "it may hold patients too";
  if (isOf("person") && people === true && table.stem.meanings.has("person"))
    return "its persons may be anybody";
  if (isOf("user") && owner === "patient") return "its users may be anybody";
  return applying[0]?.says;
}
