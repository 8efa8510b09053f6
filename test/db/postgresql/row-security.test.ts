import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { DatabaseError, DecisionNeeded } from "../../../src/plain/errors.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { openTarget, patient, SERVER_TABLES, uuid, visit } from "../../support/publishing.ts";

const PROTECTED = `
  alter table patients enable row level security;
  alter table visits enable row level security;
  create policy own on patients using (name <> 'hidden') with check (true);
  create policy own on visits using (fee < 100);
  grant select on patients to public`;

describePostgresql("row-level security", () => {
  const database = testDatabase();
  const owner = `${database.name}_owner`;
  const other = `${database.name}_other`;
  const asOwner = () => database.urlOf(owner, "secret");
  const protection = async () =>
    JSON.stringify([
      await database.query("select * from pg_policies order by tablename, policyname"),
      await database.query(
        "select relname, relrowsecurity, relforcerowsecurity, relacl::text from pg_class where relnamespace = 'public'::regnamespace order by 1",
      ),
      await database.query("select * from pg_indexes where schemaname = 'public' order by 1, 2, 3"),
    ]);
  const names = async () =>
    (await database.query("select name from patients order by id")).map(({ name }) => name);
  const force = () =>
    database.query(
      "alter table patients force row level security; alter table visits force row level security",
    );

  beforeAll(async () => {
    await database.query(`create role ${owner} login password 'secret';
      create role ${other} login password 'secret'`);
  });
  afterAll(async () => {
    await database.query(`drop owned by ${owner}, ${other}; drop role ${owner}, ${other}`);
  });
  beforeEach(async () => {
    await database.query(`drop schema if exists public cascade; alter role ${other} nobypassrls; create schema public authorization ${owner}; set role ${owner};
      ${SERVER_TABLES}; ${PROTECTED};
      grant usage on schema public to ${other}; grant all on all tables in schema public to ${other};
      reset role; ${patient(1, "hidden")}; ${patient(2)}`);
  });

  it("that the owner is free of changes nothing: every row is seen, and written beside", async () => {
    const before = await protection();
    const { exec, publish, shadow } = await openTarget(asOwner());
    expect(shadow.prepare("select name from patients order by id").all([])).toEqual([
      ["hidden"],
      ["Patient 2"],
    ]);
    exec(patient(3, "hidden"), visit(1, 3).replace(", 1,", ", 500,"));
    await publish();
    expect(await names()).toEqual(["hidden", "Patient 2", "hidden"]);
    expect(await protection()).toBe(before);
  });

  it("that hides rows from the role is refused, not counted as no rows", async () => {
    const error = await openTarget(database.urlOf(other, "secret")).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(String(error)).toContain("public.patients");
  });

  it("is no matter for a role that bypasses it", async () => {
    await database.query(`alter role ${other} bypassrls`);
    const { exec, publish } = await openTarget(database.urlOf(other, "secret"));
    exec(patient(3, "hidden"));
    await publish();
    expect(await names()).toEqual(["hidden", "Patient 2", "hidden"]);
  });

  it("that is forced upon the owner needs a decision", async () => {
    await force();
    const error = await openTarget(asOwner()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DecisionNeeded);
    expect((error as DecisionNeeded).cure).toContain("--lift-force-rls");
  });

  it("that is forced is lifted where that was asked for, and as it was when others see the rows", async () => {
    await force();
    const before = await protection();
    const { exec, publish, shadow } = await openTarget(asOwner(), { liftForceRls: true });
    expect(shadow.prepare("select count(*) from patients").get([])).toEqual([2]);
    expect(await protection()).toBe(before);
    exec(
      patient(3, "hidden"),
      "update patients set born = null where name = 'hidden'",
      `delete from patients where id = '${uuid(2)}'`,
      visit(1, 3).replace(", 1,", ", 500,"),
    );
    await publish();
    expect(await names()).toEqual(["hidden", "hidden"]);
    expect(await protection()).toBe(before);
  });

  it("is as it was, forced, where a publish fails in the middle", async () => {
    await force();
    const before = await protection();
    const fail = (at: string) => {
      if (at === "publish-read-back") throw new DatabaseError("Here.", { cure: "None." });
    };
    const { exec, publish } = await openTarget(asOwner(), { liftForceRls: true, fail });
    exec(patient(3));
    await expect(publish()).rejects.toThrow("Here");
    expect(await protection()).toBe(before);
    expect(await names()).toEqual(["hidden", "Patient 2"]);
  });

  it("lacking a right is told by table and right", async () => {
    await database.query(`alter role ${other} bypassrls; revoke delete on visits from ${other}`);
    const error = await openTarget(database.urlOf(other, "secret")).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(String(error)).toContain("public.visits: DELETE");
    const { shadow } = await openTarget(database.urlOf(other, "secret"), { access: "look" });
    expect(shadow.prepare("select count(*) from patients").get([])).toEqual([2]);
  });
});
