import { and, count, desc, eq, gt, like, notExists, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { doctors, patients, payments, users, visits } from "../../targets/hospital-app/tables.ts";

/** What the reception of the published application comes to, on a database as an import left it. */
export interface DayAtTheReception {
  /** The numbers that the application gives to the next patient, visit and payment of a year. */
  readonly next: readonly string[];
  readonly debtors: number;
  /** Visits on the list of the day, with patient and doctor. */
  readonly onTheList: number;
  readonly doctorsToChoose: readonly string[];
  readonly takenInTheYear: number;
}

type App = ReturnType<typeof drizzle>;

/** Does what the application does when somebody comes in, and takes it back. It numbers by counting what the year has. */
export function openReception(path: string, day: string): DayAtTheReception {
  const driver = new SqliteDriver(path);
  driver.exec("pragma foreign_keys = on; begin");
  try {
    return welcome(drizzle(driver as never), day);
  } finally {
    driver.exec("rollback");
    driver.close();
  }
}

function welcome(app: App, day: string): DayAtTheReception {
  const year = day.slice(0, 4);
  const stamps = { createdAt: `${day} 09:00:00`, updatedAt: `${day} 09:00:00` };
  const clerk = app.select().from(users).where(eq(users.username, "billing")).get();
  const [doctor] = app.select().from(doctors).orderBy(doctors.name).all();
  const number = { patient: nextPatient(app, year), visit: nextVisit(app, year), payment: "" };
  const person = { name: "New Patient", age: 40, gender: "other", phone: "1" } as const;
  app
    .insert(patients)
    .values({ id: "p", patientId: number.patient, ...person, ...stamps })
    .run();
  app
    .insert(visits)
    .values({
      id: "v",
      visitId: number.visit,
      patientId: "p",
      doctorId: doctor?.id ?? "",
      visitType: "opd",
      visitDate: day,
      scheduledDate: day,
      status: "scheduled",
      consultationFee: 500,
      ...stamps,
    })
    .run();
  const owedBefore = debtors(app);
  number.payment = nextPayment(app, day);
  app
    .insert(payments)
    .values({
      id: "y",
      paymentId: number.payment,
      patientId: "p",
      amount: 500,
      paymentMethod: "cash",
      paymentDate: `${day}T09:00:00.000Z`,
      reason: `OPD Visit - ${number.visit}`,
      processedBy: clerk?.id ?? "",
      ...stamps,
    })
    .run();
  if (owedBefore !== debtors(app) + 1) throw new Error("the new patient's fee was not owed");
  return {
    next: Object.values(number),
    debtors: debtors(app),
    onTheList: dayList(app, day),
    doctorsToChoose: app
      .select()
      .from(doctors)
      .orderBy(doctors.name)
      .all()
      .map(({ name }) => name),
    takenInTheYear: takenIn(app, year),
  };
}

const padded = (n: number | undefined, digits: number) =>
  String((n ?? 0) + 1).padStart(digits, "0");

function nextPatient(app: App, year: string): string {
  const pattern = like(patients.patientId, `PT-${year}-%`);
  const found = app.select({ n: count() }).from(patients).where(pattern).get();
  return `PT-${year}-${padded(found?.n, 5)}`;
}

/** By the day on which rows were made, as some of the application's numbers are. */
function nextVisit(app: App, year: string): string {
  const inYear = sql`strftime('%Y', ${visits.createdAt}) = ${year}`;
  const found = app.select({ n: count() }).from(visits).where(inYear).get();
  return `VIS-${year}-${padded(found?.n, 6)}`;
}

function nextPayment(app: App, day: string): string {
  const month = `PAY-${day.slice(2, 4)}${day.slice(5, 7)}`;
  const pattern = like(payments.paymentId, `${month}-%`);
  const found = app.select({ n: count() }).from(payments).where(pattern).get();
  return `${month}-${padded(found?.n, 5)}`;
}

/** Visits with a fee that no payment names. */
function debtors(app: App): number {
  const reason = sql`'OPD Visit - ' || ${visits.visitId}`;
  const paid = app
    .select({ one: sql`1` })
    .from(payments)
    .where(
      and(
        eq(payments.patientId, visits.patientId),
        eq(payments.reason, reason),
        sql`${payments.amount} >= ${visits.consultationFee}`,
      ),
    );
  const owed = and(gt(visits.consultationFee, 0), notExists(paid));
  return app.select({ n: count() }).from(visits).where(owed).get()?.n ?? 0;
}

const dayList = (app: App, day: string): number =>
  app
    .select({ at: visits.scheduledTime, who: patients.name, whom: doctors.name })
    .from(visits)
    .innerJoin(patients, eq(visits.patientId, patients.id))
    .innerJoin(doctors, eq(visits.doctorId, doctors.id))
    .where(and(eq(visits.scheduledDate, day), eq(visits.visitType, "opd")))
    .orderBy(desc(visits.scheduledTime))
    .all().length;

function takenIn(app: App, year: string): number {
  const ofYear = sql`date(${payments.paymentDate}) like ${`${year}-%`}`;
  const taken = app
    .select({ sum: sql<number>`total(${payments.amount})` })
    .from(payments)
    .innerJoin(users, eq(payments.processedBy, users.id))
    .where(ofYear);
  return taken.get()?.sum ?? 0;
}
