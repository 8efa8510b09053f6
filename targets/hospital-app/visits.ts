import { code } from "../../importers/convert/code.ts";
import { date, time } from "../../importers/convert/date.ts";
import { legacyId } from "../../importers/convert/legacy-id.ts";
import { money } from "../../importers/convert/money.ts";
import { reference } from "../../importers/convert/reference.ts";
import { text } from "../../importers/convert/text.ts";
import { defineImporter } from "../../importers/define.ts";
import { alsoRows } from "../../importers/define-also.ts";
import { noonOf, payments, visits as table, users } from "./tables.ts";

/** The user who is said to have taken the payments: one that your application has. */
const CASHIER = "billing";

const statuses = {
  scheduled: ["booked", "planned"],
  paid: [],
  completed: ["complete", "finished", "closed", "discharged"],
  referred: [],
  cancelled: ["canceled", "no_show", "no show", "no-show"],
  admitted: [],
};

/** Without one for each fee, the application shows the patient as a debtor. */
const paid = alsoRows(table, payments, {
  entity: "payments",
  columns: [
    "patientId",
    "amount",
    "paymentMethod",
    "paymentDate",
    "reason",
    "processedBy",
    "createdAt",
  ],
  named: { processedBy: { table: users, by: "username" } },
  numbers: [{ column: "paymentId", format: "PAY-{yy}{month}-{n:5}", of: (row) => row.paymentDate }],
  rows: ({ consultationFee, visitDate, visitId, patientId, createdAt }) =>
    consultationFee == null || consultationFee <= 0
      ? []
      : [
          {
            patientId,
            amount: consultationFee,
            paymentMethod: "cash",
            paymentDate: `${visitDate}T12:00:00.000Z`,
            reason: `OPD Visit - ${visitId}`,
            processedBy: CASHIER,
            createdAt,
          },
        ],
});

export const visits = defineImporter({
  entity: "visits",
  table,
  harm: "a diagnosis goes unseen, or stands with another patient",
  numbers: [{ column: "visitId", format: "VIS-{year}-{n:6}", of: (row) => row.createdAt }],
  also: [paid],
  fields: {
    legacyId: legacyId(),
    patientId: reference("patients", { label: "patient", required: true, owner: true }),
    doctorId: reference("doctors", { label: "doctor", required: true }),
    visitDate: date({ required: true, holds: "visited" }),
    scheduledTime: time(),
    status: code({ values: statuses, holds: "status" }),
    consultationFee: money({ column: "consultationFee", stored: "whole units" }),
    diagnosis: text({ holds: "diagnosis" }),
    symptoms: text({ holds: "notes" }),
  },
  defaults: { visitType: "opd", status: "completed", consultationFee: 0 },
  derives: ["scheduledDate", "scheduledTime", "createdAt"],
  complete(row) {
    row.scheduledDate = row.visitDate;
    row.scheduledTime = row.scheduledTime?.slice(0, 5) ?? "09:00";
    row.createdAt = row.visitDate == null ? null : noonOf(row.visitDate);
  },
  rules: [
    {
      code: "visitDate.future",
      severity: "error",
      fields: ["visitDate", "status"],
      advice: "The visit is after the day of the run but is not scheduled. Correct date or status.",
      broken: (row, { asOf }) =>
        row.visitDate != null && row.visitDate > asOf && row.status !== "scheduled",
    },
  ],
});
