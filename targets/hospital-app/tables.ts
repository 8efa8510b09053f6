import { integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

// The tables of the published HMSync application that an import fills, with the columns that it fills, and the users that
// it names. The application makes and migrates them; nothing here is ever pushed.

/** Noon in UTC: the same day nearly everywhere, so that the application counts it into the right year. */
export const noonOf = (day: string): string => `${day} 12:00:00`;

const stamps = {
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
};

export const users = sqliteTable("users", {
  id: text().primaryKey(),
  username: text().notNull(),
});

export const patients = sqliteTable("patients", {
  id: text().primaryKey(),
  patientId: text("patient_id").notNull(),
  name: text().notNull(),
  age: integer().notNull(),
  gender: text({ enum: ["male", "female", "other"] }).notNull(),
  phone: text().notNull(),
  address: text(),
  email: text(),
  ...stamps,
});

export const doctors = sqliteTable("doctors", {
  id: text().primaryKey(),
  name: text().notNull(),
  specialization: text().notNull(),
  qualification: text().notNull(),
  consultationFee: real("consultation_fee").notNull(),
  ...stamps,
});

export const visits = sqliteTable("patient_visits", {
  id: text().primaryKey(),
  visitId: text("visit_id").notNull(),
  patientId: text("patient_id")
    .notNull()
    .references(() => patients.id),
  doctorId: text("doctor_id")
    .notNull()
    .references(() => doctors.id),
  visitType: text("visit_type").notNull(),
  visitDate: text("visit_date").notNull(),
  symptoms: text(),
  diagnosis: text(),
  status: text({
    enum: ["scheduled", "paid", "completed", "referred", "cancelled", "admitted"],
  }).notNull(),
  scheduledDate: text("scheduled_date"),
  scheduledTime: text("scheduled_time"),
  consultationFee: real("consultation_fee").notNull(),
  ...stamps,
});

export const payments = sqliteTable("patient_payments", {
  id: text().primaryKey(),
  paymentId: text("payment_id").notNull(),
  patientId: text("patient_id")
    .notNull()
    .references(() => patients.id),
  amount: real().notNull(),
  paymentMethod: text("payment_method", {
    enum: ["cash", "card", "upi", "bank_transfer"],
  }).notNull(),
  paymentDate: text("payment_date").notNull(),
  reason: text(),
  processedBy: text("processed_by")
    .notNull()
    .references(() => users.id),
  ...stamps,
});
