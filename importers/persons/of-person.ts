import { reference } from "../convert/reference.ts";
import type { Facts } from "../define.ts";
import { isAfter, textOf } from "../rules.ts";

/** The person whose record it is, with the days of birth and death that its own are compared with. */
export const ofPerson = () =>
  reference("persons", { label: "person", required: true, owner: true, carry: LIFE });

/** The days that other days are compared with. */
export const LIFE = ["dateOfBirth", "dateOfDeath", "dateOfDeathPrecision"] as const;

/** Whether a day lies before the birth of the person whose record it is. */
export const isBeforeBirthOf = (day: string | null | undefined, { parents }: Facts): boolean =>
  isAfter(textOf(parents["person"]?.["dateOfBirth"]), day);
