import { trimText } from "../../../shared/trim-text.ts";
import { elsewhereKnown } from "../../ledger/trail/known-rows.ts";
import type { RecordRef } from "./record-ref.ts";
import type { TraceMeans } from "./trace-means.ts";

/** An id that is written almost like the one that was asked for, and how it differs. */
export interface NearMiss {
  readonly entity: string;
  readonly legacyId: string;
  readonly how: string;
  readonly ref: RecordRef;
}

/** Zeros that a program may have put before a number, or dropped. */
const MOST_ZEROS = 10;

/**
 * Records whose ids differ from one that leads nowhere in what people and programs lose: zeros at the start, blanks,
 * letter case. Hints only: an id is what it is, to the last sign.
 */
export function nearMisses(
  { db, chain, called }: TraceMeans,
  { entity, legacyId }: { readonly entity: string; readonly legacyId: string },
): NearMiss[] {
  const { legacySystem } = chain;
  const known = (id: string) =>
    elsewhereKnown(db, id).filter((one) => one.legacySystem === legacySystem);
  const others = known(legacyId)
    .filter((one) => one.entity !== entity)
    .map((one) => ({ entity: one.entity, legacyId, how: "the same", ref: { crosswalk: one.id } }));
  const forms = formsOf(legacyId);
  const noted = new Map(called(entity, [...forms.keys()]).map((one) => [one.legacyId, one.id]));
  const alike = [...forms].flatMap(([form, how]): NearMiss[] => {
    const row = known(form).find((one) => one.entity === entity);
    if (row !== undefined) return [{ entity, legacyId: form, how, ref: { crosswalk: row.id } }];
    const exception = noted.get(form);
    return exception === undefined ? [] : [{ entity, legacyId: form, how, ref: { exception } }];
  });
  return [...others, ...alike];
}

/** Other ways to write an id, and what was changed for each. */
function formsOf(legacyId: string): Map<string, string> {
  const bare = trimText(legacyId);
  const forms = new Map<string, string>();
  const add = (form: string, how: string) => {
    if (form !== "" && form !== legacyId && !forms.has(form)) forms.set(form, how);
  };
  add(bare, "without the blanks around it");
  add(bare.normalize("NFC"), "with its accents composed");
  add(bare.toUpperCase(), "in capitals");
  add(bare.toLowerCase(), "in small letters");
  add(bare.replace(/[\s\u00a0_-]+/g, ""), "without blanks and dashes");
  add(bare.replace(/^0+(?=.)/, ""), "without zeros at its start");
  add(bare.replace(/\.0+$/, ""), "without .0 at its end");
  if (/^\d+$/.test(bare)) {
    for (let more = 1; more <= MOST_ZEROS; more++) {
      add("0".repeat(more) + bare, `with ${more === 1 ? "a zero" : `${more} zeros`} at its start`);
    }
  }
  return forms;
}
