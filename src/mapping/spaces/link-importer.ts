import { legacyId } from "../../../importers/convert/legacy-id.ts";
import type { Field, Importer } from "../../../importers/define.ts";
import { declaredLinks } from "../../../shared/ledger.ts";

/** Records that say which two records are of one person. */
export interface LinkOf {
  /** The entity whose rows are joined. */
  readonly merge: string;
  /** What the declaration is called: `patients.linked_child_id`. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** The id of a record of a space; an empty cell names none. */
const idOfSpace = (column: "fromLegacyId" | "toLegacyId"): Field<string> => ({
  ...legacyId(),
  required: false,
  column,
});

/** What links are read by: a record for each that could name another one, so that links come, change and go with it. */
export const LINK_FIELDS = {
  legacyId: legacyId(),
  from: idOfSpace("fromLegacyId"),
  to: idOfSpace("toLegacyId"),
} as const;

/** Links as an importer: the rows are of the ledger. */
export function linkImporter(entity: string, link: LinkOf, legacySystem: string): Importer {
  return {
    entity,
    topic: "links",
    table: declaredLinks,
    fields: LINK_FIELDS,
    derives: ["legacySystem", "merge", "link", "fromSpace", "toSpace"],
    fromTargetId: {},
    complete(row) {
      row["legacySystem"] = legacySystem;
      // A record that names no other one is of no merge.
      const isLink = row["fromLegacyId"] != null && row["toLegacyId"] != null;
      row["merge"] = isLink ? link.merge : "";
      row["link"] = link.name;
      row["fromSpace"] = link.from;
      row["toSpace"] = link.to;
    },
    rules: [],
    declared: [],
  };
}
