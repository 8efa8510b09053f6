import { beforeAll, describe, expect, it } from "vitest";
import {
  compareObjects,
  type DatabaseObject,
  readObjects,
  titleOfObject,
} from "../../../src/evolve/postgresql/objects.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";

const HOSPITAL = `
  create type mood as enum ('good', 'bad');
  create domain positive as int check (value > 0);
  create table doctors (id uuid primary key, name text not null, unit positive);
  create table visits (id bigint generated always as identity primary key, doctor uuid references doctors,
    fee numeric(10,2) check (fee >= 0), was mood default 'good');
  create index visits_fee on visits (fee) where fee > 10;
  create view dear as select id from visits where fee > 100;
  create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
  create trigger touched before update on visits for each row execute function touch();
  alter table visits enable row level security;
  alter table visits force row level security;
  create policy own on visits for select to public using (doctor is not null);
  grant select (id) on visits to public;
  grant insert on doctors to public`;

describePostgresql("what a database holds besides rows", () => {
  const database = testDatabase();
  let objects: readonly DatabaseObject[] = [];
  beforeAll(async () => {
    await database.query(HOSPITAL);
    objects = await read();
  });

  async function read(change = "select"): Promise<DatabaseObject[]> {
    const client = await database.session();
    await client.query("begin");
    await client.query(change);
    const found = await readObjects(client);
    await client.query("rollback");
    return found;
  }
  const titlesAfter = async (change: string) => {
    const { gone, changed, added } = compareObjects(objects, await read(change));
    return [gone, changed, added].map((list) => list.map(titleOfObject).sort());
  };

  it("names every kind, with its schema, and by the table that it goes with", () => {
    const titles = objects.map(titleOfObject);
    expect(titles).toEqual(
      expect.arrayContaining([
        ...["table public.visits", "column public.visits.fee", "index public.visits_fee"],
        ...["row-level security public.visits", "forced row-level security public.visits"],
        ...["policy own on public.visits", "trigger touched on public.visits", "view public.dear"],
        ...["function public.touch()", "sequence public.visits_id_seq", "type public.mood"],
        ...["grant public: select on public.visits.id", "grant public: insert on public.doctors"],
        ...["type public.positive", "constraint visits_fee_check on public.visits"],
      ]),
    );
    expect(objects.find(({ kind }) => kind === "policy")?.table).toBe("public.visits");
  });

  it("finds no difference where nothing changed, and leaves the path to search as it was", async () => {
    const client = await database.session();
    await client.query("begin; set local search_path = pg_temp");
    await readObjects(client);
    const { rows } = await client.query("show search_path");
    await client.query("rollback");
    expect(rows).toEqual([{ search_path: "pg_temp" }]);
    expect(await titlesAfter("select 1")).toEqual([[], [], []]);
  });

  describe.each([
    ["drop policy own on visits", ["policy own on public.visits"]],
    ["alter table visits disable row level security", ["row-level security public.visits"]],
    ["alter table visits no force row level security", ["forced row-level security public.visits"]],
    ["revoke insert on doctors from public", ["grant public: insert on public.doctors"]],
    ["drop trigger touched on visits", ["trigger touched on public.visits"]],
    ["drop view dear", ["view public.dear"]],
  ])("%s", (change, gone) => {
    it("is seen as what is gone, and nothing else", async () => {
      expect(await titlesAfter(change)).toEqual([gone, [], []]);
    });
  });

  it("knows a renamed table's policies, triggers and grants again", async () => {
    const [gone] = await titlesAfter("alter table visits rename to consultations");
    expect(gone).toEqual([]);
  });

  it("tells a policy that says something else, a disabled trigger and a function with another body", async () => {
    const [gone, changed, added] = await titlesAfter(
      `alter policy own on visits using (true); alter table visits disable trigger touched;
       create or replace function touch() returns trigger language plpgsql as $$ begin return null; end $$`,
    );
    expect([gone, added]).toEqual([[], []]);
    expect(changed).toEqual([
      ...["function public.touch()", "policy own on public.visits"],
      "trigger touched on public.visits",
    ]);
  });
});
