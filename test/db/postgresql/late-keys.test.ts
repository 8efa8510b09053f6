import { beforeEach, expect, it } from "vitest";
import { DatabaseError } from "../../../src/plain/errors.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { openTarget, patient, SERVER_TABLES, uuid, visit } from "../../support/publishing.ts";

/** Everything that could get lost on the way: what the definitions alone do not tell among it. */
const MANY = `
  create unique index patients_pair on patients (public_id desc nulls last, born) include (name) with (fillfactor = 70);
  create index patients_made on patients using brin (made);
  create index "Odd ""name" on patients (name text_pattern_ops) where born > '1900-01-01';
  create index patients_said on patients (balance); comment on index patients_said is 'told';
  alter table patients add constraint named unique (id, name);
  alter table patients add constraint later unique (made, name) deferrable initially deferred;
  alter table patients add parent uuid references patients (id) on delete set null;
  alter table visits add constraint "By name" foreign key (patient_id, note) references patients (id, name)
    on update cascade deferrable initially deferred not valid;
  alter table visits add constraint told foreign key (patient_id) references patients; comment on constraint told on visits is 'why';
  alter table visits add constraint no_overlap exclude (id with =);
  create view grouped as select id, fee, count(*) from visits group by id;
  alter table patients replica identity using index patients_public_id_key;
  cluster visits using visits_patient`;

describePostgresql("keys and indexes that are put aside while tables are filled", () => {
  const database = testDatabase();
  const catalog = async () =>
    JSON.stringify([
      await database.query(`select indexrelid::regclass::text i, indisunique, indisprimary, indisvalid, indisclustered,
        indisreplident, pg_get_indexdef(indexrelid), obj_description(indexrelid) from pg_index
        where indrelid::regclass::text !~ 'pg_' order by 1`),
      await database.query(`select conrelid::regclass::text, conname, contype, convalidated, condeferrable, pg_get_constraintdef(oid),
        obj_description(oid, 'pg_constraint') from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`),
      await database.query(
        `select attrelid::regclass::text, attname, attnotnull from pg_attribute where attrelid::regclass::text in ('patients', 'visits') order by 1, 2`,
      ),
    ]);
  /** Numbers of indexes in the catalog: those that are made anew have others. */
  const numbers = async () =>
    new Map(
      (
        await database.query(
          "select oid::int n, relname from pg_class where relkind = 'i' and relnamespace = 'public'::regnamespace",
        )
      ).map(({ n, relname }) => [String(relname), Number(n)]),
    );

  beforeEach(async () => {
    await database.query(`drop schema public cascade; create schema public; ${SERVER_TABLES}`);
  });

  it("come back as they were, each of them", async () => {
    const [before, old] = [await catalog(), await numbers()];
    const { exec, publish } = await openTarget(database.url, { lateFrom: 1 });
    exec(patient(1), patient(2), visit(1, 1));
    await publish();
    expect(await catalog()).toBe(before);
    const anew = [...(await numbers())].filter(([name, n]) => old.get(name) !== n);
    expect(anew.map(([name]) => name).sort()).toEqual([
      "patients_name",
      "patients_pkey",
      "patients_public_id_key",
      "visits_patient",
      "visits_pkey",
    ]);
  });

  it("stay where their definitions do not tell all of them", async () => {
    await database.query(MANY);
    const before = await catalog();
    const { exec, publish } = await openTarget(database.url, { lateFrom: 1 });
    exec(patient(1), patient(2), visit(1, 1));
    await publish();
    expect(await catalog()).toBe(before);
    expect(await database.query("select id from visits")).toEqual([{ id: uuid(1) }]);
  });

  it("refuse what they would have refused, and nothing is written", async () => {
    await database.query("alter table patients add unique (name)");
    const before = await catalog();
    const { exec, publish } = await openTarget(database.url, { lateFrom: 1 });
    exec(patient(1, "Ann"), patient(2, "Ann"));
    const error = await publish().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).toMatchObject({ code: "23505", place: { constraint: "patients_name_key" } });
    expect(String(error)).not.toContain("Ann");
    expect([await catalog(), await database.query("select 1 from patients")]).toEqual([before, []]);
  });

  it("stay where the table holds rows, or the role does not own it, or the database forbids it", async () => {
    const role = `${database.name}_late`;
    await database.query(`create role ${role} login password 'secret'; grant all on schema public to ${role};
      grant all on all tables in schema public to ${role}; grant all on all sequences in schema public to ${role}`);
    const old = await numbers();
    const first = await openTarget(database.urlOf(role, "secret"), { lateFrom: 1 });
    first.exec(patient(1));
    await first.publish();
    await first.server.close();
    const second = await openTarget(database.url, { lateFrom: 1 });
    second.exec(patient(2));
    await second.publish();
    await second.server.close();
    await database.query(`create function forbid() returns event_trigger language plpgsql as
      $$ begin raise exception 'no DDL'; end $$; create event trigger forbid on sql_drop execute function forbid()`);
    const third = await openTarget(database.url, { lateFrom: 1 });
    third.exec(visit(1, 1));
    await third.publish();
    await database.query(`drop event trigger forbid; drop owned by ${role}; drop role ${role}`);
    expect(await numbers()).toEqual(old);
    expect(await database.query("select 1 from visits")).toHaveLength(1);
  });
});
