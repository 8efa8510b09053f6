import { legacyId } from "../../importers/convert/legacy-id.ts";
import { money } from "../../importers/convert/money.ts";
import { text } from "../../importers/convert/text.ts";
import { defineImporter } from "../../importers/define.ts";
import { doctors as table } from "./tables.ts";

export const doctors = defineImporter({
  entity: "doctors",
  table,
  fields: {
    legacyId: legacyId(),
    name: text({ required: true, singleSpaced: true, holds: "fullName" }),
    specialization: text({ holds: "specialty" }),
    qualification: text(),
    consultationFee: money({ column: "consultationFee", stored: "whole units" }),
  },
  defaults: { specialization: "", qualification: "", consultationFee: 0 },
  complete(row) {
    // However the export writes the title: DR, dr., Dr.Jane.
    if (row.name != null) row.name = `Dr. ${row.name.replace(/^dr\b\.?\s*/i, "")}`;
  },
});
