import type { HeaderReading } from "./read-header.ts";
import type { TableReading } from "./read-table.ts";
import { isFlat } from "./weigh-whole.ts";
import { type Profile, profileOf } from "./whole-profile.ts";

// What a table may hold besides what it is taken for, and a person has to say.

interface Doubt {
  readonly of: readonly string[];
  readonly says: string;
  readonly when: (profile: Profile) => boolean;
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
    says: "who has a password and a role may be anybody",
    when: ({ says }) => says("secret") && says("role"),
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

/** Why a person has to say what a table is, though what is known of it is enough; undefined where nothing speaks against it. */
export function doubtOf(table: TableReading, owner: string): string | undefined {
  const profile = profileOf(table);
  const { keyOfElse, isOf } = profile;
  const key = table.header[table.own ?? -1] ?? "";
  const { meanings } = table.stem;
  if (meanings.has(owner)) return undefined;
  if (keyOfElse) return `its own id ${key} is of something else`;
  if (namesAThing(table)) return "its name is that of something else";
  if (owner === "visit" && isFlat(table)) return "it may hold patients too";
  if (isOf("person") && owner !== "visit" && meanings.has("person"))
    return "its persons may be anybody";
  if (isOf("user") && owner === "patient") return "its users may be anybody";
  return DOUBTS.find(({ of, when }) => of.includes(owner) && when(profile))?.says;
}
