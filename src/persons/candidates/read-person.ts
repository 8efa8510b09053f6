import { isNeverLived } from "../../digest/placeholder-days.ts";
import { lastDigits, type Person, plainWords } from "../likeness/person.ts";
import { readName, type WrittenName } from "./read-name.ts";

/** What a record says of a person, as it stands in the columns of its row; empty where it says nothing. */
export interface WrittenPerson extends WrittenName {
  /** `YYYY-MM-DD`, or as much of it as is known. */
  readonly birth: string;
  readonly gender: string;
  readonly phone: string;
  readonly email: string;
  readonly address: string;
  readonly nationalId: string;
}

/** What a gender says: nothing where it is not known. */
const KNOWN_GENDER = /^[mfo]/;

/** A record's person, made comparable. */
export function personOf(legacyId: string, written: WrittenPerson): Omit<Person, "line"> {
  const { birth, gender, phone, email, address, nationalId } = written;
  const sex = gender.toLowerCase().slice(0, 1);
  return {
    id: legacyId,
    ...readName(written),
    birth: isNeverLived(birth) ? "" : birth,
    phone: lastDigits(phone),
    email: email.trim().toLowerCase(),
    gender: KNOWN_GENDER.test(sex) ? sex : "",
    address: plainWords(address),
    nationalId: plainWords(nationalId),
  };
}
