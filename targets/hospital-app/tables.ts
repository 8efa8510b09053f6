import { integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

// The tables of the published HMSync application that an import fills, all their columns, and the users that it
// names. The application makes and migrates them; nothing here is ever pushed.

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
  emergencyContact: text("emergency_contact"),
  isActive: integer("is_active").notNull().default(1),
  ...stamps,
});

export const doctors = sqliteTable("doctors", {
  id: text().primaryKey(),
  userId: text("user_id").references(() => users.id),
  name: text().notNull(),
  specialization: text().notNull(),
  qualification: text().notNull(),
  consultationFee: real("consultation_fee").notNull(),
  profilePicture: text("profile_picture"),
  isActive: integer("is_active").notNull().default(1),
  ...stamps,
});

export const VISIT_STATUSES = [
  "scheduled",
  "paid",
  "completed",
  "referred",
  "cancelled",
  "admitted",
] as const;

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
  prescription: text(),
  status: text({ enum: VISIT_STATUSES }).notNull(),
  admissionDate: text("admission_date"),
  dischargeDate: text("discharge_date"),
  roomNumber: text("room_number"),
  scheduledDate: text("scheduled_date"),
  scheduledTime: text("scheduled_time"),
  consultationFee: real("consultation_fee").notNull(),
  receiptNumber: text("receipt_number"),
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
  receiptNumber: text("receipt_number"),
  billableType: text("billable_type"),
  billableId: text("billable_id"),
  processedBy: text("processed_by")
    .notNull()
    .references(() => users.id),
  ...stamps,
});
