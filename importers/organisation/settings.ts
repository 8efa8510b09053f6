import { settings as settingsTable } from "../../shared/schema.ts";
import { boolean } from "../convert/boolean.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { canBeOfType, settingTypeNamed, settingTypeOf, settingValue } from "../convert/setting.ts";
import { text } from "../convert/text.ts";
import { defineImporter, unstored } from "../define.ts";

/** How a system is set up. Passwords, keys and tokens stay behind unless a mapping names them. */
export const settings = defineImporter({
  entity: "settings",
  topic: "organisation",
  table: settingsTable,
  fields: {
    legacyId: legacyId(),
    key: text(),
    value: settingValue({ named: ["key", "legacyId"], withheldColumn: "isWithheld" }),
    recordedType: unstored(text()),
    scope: text(),
    facilityId: reference("facilities", { label: "facility" }),
    description: text({ holds: "notes" }),
    isActive: boolean(),
  },
  derives: ["key", "valueType"],
  complete(row) {
    // A table of keys and values has no other number.
    row.key ??= row.legacyId ?? null;
    const { value } = row;
    row.valueType =
      value == null ? null : (typeSaid(row.recordedType, value) ?? settingTypeOf(value));
  },
  rules: [
    {
      code: "value.other-type",
      severity: "warning",
      fields: ["value", "recordedType"],
      advice:
        "The value does not match the type that the record names. It was imported as it is; check it.",
      broken: ({ value, recordedType }) => {
        const said = settingTypeNamed(recordedType ?? "");
        return value != null && said !== undefined && !canBeOfType(value, said);
      },
    },
  ],
});

/** What the legacy system says of the type, where the value bears it out. */
function typeSaid(recorded: string | null | undefined, value: string) {
  const said = settingTypeNamed(recorded ?? "");
  return said !== undefined && canBeOfType(value, said) ? said : undefined;
}
