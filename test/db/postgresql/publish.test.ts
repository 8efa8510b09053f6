import { beforeEach, expect, it } from "vitest";
import { ChangedMeanwhile } from "../../../src/db/postgresql/stage-changes.ts";
import { WrittenOtherwise } from "../../../src/plain/errors.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { openTarget, patient, SERVER_TABLES, uuid, visit } from "../../support/publishing.ts";

describePostgresql("a publish", () => {
  const database = testDatabase();
  const rowsOf = (table: string) => database.query(`select * from ${table} order by id`);
  const count = async (table: string) =>
    Number((await database.query(`select count(*) n from ${table}`))[0]?.["n"]);

  beforeEach(async () => {
    await database.query(`drop schema public cascade; create schema public; ${SERVER_TABLES}`);
  });

  it("writes what is new, changed and gone, and says how much", async () => {
    const { exec, publish } = await openTarget(database.url);
    exec(patient(1), patient(2), patient(3), visit(1, 1), visit(2, 2));
    expect((await publish()).tables).toEqual([
      { table: "patients", inserted: 3, updated: 0, deleted: 0 },
      { table: "visits", inserted: 2, updated: 0, deleted: 0 },
    ]);
    exec("update patients set name = 'Ann' where id like '%1'", visit(3, 1));
    exec("delete from visits where id like '%2'", "delete from patients where id like '%2'");
    expect((await publish()).tables).toEqual([
      { table: "patients", inserted: 0, updated: 1, deleted: 1 },
      { table: "visits", inserted: 1, updated: 0, deleted: 1 },
    ]);
    expect((await rowsOf("patients")).map(({ id, name }) => [id, name])).toEqual([
      [uuid(1), "Ann"],
      [uuid(3), "Patient 3"],
    ]);
    expect((await rowsOf("visits")).map(({ id }) => id)).toEqual([uuid(1), uuid(3)]);
  });

  it("writes nothing where nothing has changed", async () => {
    const { publish } = await openTarget(database.url);
    expect(await publish()).toEqual({ tables: [], transaction: "" });
  });

  it("starts from what the server holds", async () => {
    await database.query(patient(7));
    const { exec, publish, shadow } = await openTarget(database.url);
    expect(shadow.prepare("select name, balance from patients").all([])).toEqual([
      ["Patient 7", "12.5"],
    ]);
    exec("update patients set balance = '13.00'");
    await publish();
    expect((await rowsOf("patients"))[0]?.["balance"]).toBe("13.00");
  });

  it("of the rows that it changes, refuses those that somebody else has changed meanwhile", async () => {
    await database.query([1, 2, 3].map((n) => patient(n)).join(";"));
    const { exec, publish } = await openTarget(database.url);
    await database.query("update patients set born = null where public_id <> 'PT-3'");
    exec("update patients set name = 'Ann' where public_id <> 'PT-1'", patient(4));
    const error = await publish().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ChangedMeanwhile);
    expect((error as ChangedMeanwhile).tables).toEqual([{ table: "public.patients", rows: 1 }]);
    expect((await rowsOf("patients")).map(({ name }) => name)).toEqual([
      "Patient 1",
      "Patient 2",
      "Patient 3",
    ]);
  });

  it("leaves rows alone that others have written beside it", async () => {
    await database.query(patient(1));
    const { exec, publish } = await openTarget(database.url);
    await database.query(
      `${patient(2)}; update patients set name = 'Eve' where public_id = 'PT-1'`,
    );
    exec(patient(3));
    await publish();
    expect((await rowsOf("patients")).map(({ name }) => name)).toEqual([
      "Eve",
      "Patient 2",
      "Patient 3",
    ]);
  });

  it("gives a unique value to another row, and moves children before their parent goes", async () => {
    const { exec, publish } = await openTarget(database.url);
    exec(patient(1), patient(2), visit(1, 1));
    await publish();
    exec("delete from patients where public_id = 'PT-2'", patient(9).replace("PT-9", "PT-2"));
    await publish();
    exec(
      patient(5),
      `update visits set patient_id = '${uuid(5)}'`,
      "delete from patients where public_id = 'PT-1'",
    );
    await publish();
    expect((await rowsOf("patients")).map((row) => row["public_id"])).toEqual(["PT-5", "PT-2"]);
    expect((await rowsOf("visits")).map((row) => row["patient_id"])).toEqual([uuid(5)]);
  });

  it("lets a unique value go from one row to a new one", async () => {
    const { exec, publish } = await openTarget(database.url);
    exec(patient(1));
    await publish();
    exec("update patients set public_id = 'PT-9'", patient(2).replace("PT-2", "PT-1"));
    await publish();
    expect((await rowsOf("patients")).map((row) => row["public_id"])).toEqual(["PT-9", "PT-1"]);
  });

  it("writes rows that refer to each other in a ring, and the keys are as before", async () => {
    const ring = `create table wards (id int primary key, head int not null);
      create table nurses (id int primary key, ward int not null references wards (id), chief int references nurses (id))`;
    const ddl = ring.replaceAll("int primary", "integer primary").replaceAll("int ", "integer ");
    await database.query(
      `${ring}; alter table wards add constraint led foreign key (head) references nurses (id)`,
    );
    const constraints = () =>
      database.query(
        "select conname, pg_get_constraintdef(oid), convalidated from pg_constraint where connamespace = 'public'::regnamespace order by 1",
      );
    const before = await constraints();
    const tables = [{ name: "wards" }, { name: "nurses" }];
    const { exec, publish } = await openTarget(database.url, { tables, ddl });
    exec("insert into wards values (1, 7)", "insert into nurses values (7, 1, 7), (8, 1, 7)");
    await publish();
    exec(
      "update wards set head = 8",
      "update nurses set chief = 8",
      "delete from nurses where id = 7",
    );
    await publish();
    expect([await rowsOf("wards"), await rowsOf("nurses")]).toEqual([
      [{ id: 1, head: 8 }],
      [{ id: 8, ward: 1, chief: 8 }],
    ]);
    exec("insert into wards values (2, 99)");
    await expect(publish()).rejects.toMatchObject({ code: "23503" });
    expect(await constraints()).toEqual(before);
  });

  it("is refused by a trigger that changes rows, or keeps them out, and the trigger is named", async () => {
    const { exec, publish } = await openTarget(database.url);
    const trigger = (does: string) =>
      database.query(`create or replace function meddle() returns trigger language plpgsql as $$ begin ${does} end $$;
        create or replace trigger tidy before insert on patients for each row execute function meddle()`);
    exec(patient(1));
    for (const does of ["new.name := upper(new.name); return new;", "return null;"]) {
      await trigger(does);
      const error = await publish().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(WrittenOtherwise);
      expect(await count("patients")).toBe(0);
    }
    await trigger("return new;");
    await publish();
    expect(await count("patients")).toBe(1);
  });
});
