import { expect, it } from "vitest";
import { readDatabase } from "../../support/legacy-rows.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";

describePostgresql("a PostgreSQL database that is read", () => {
  const hospital = testDatabase();

  it("gives what it declares, and its rows in the order of the key, NULL apart from empty text", async () => {
    await hospital.query(`
      create table patients (id int primary key, name text, fee money, sex char(1) check (sex in ('M','F')));
      insert into patients values (2, 'Zoë "x"', 12.5, 'F'), (1, null, null, null), (3, '', 0, null)`);
    const [patients, ...others] = await readDatabase(hospital.url);
    expect(others).toEqual([]);
    expect(patients?.table).toMatchObject({
      schema: undefined,
      name: "patients",
      kind: "table",
      declared: { primaryKey: ["id"], notNull: ["id"] },
    });
    expect(patients?.counted).toBe(3);
    expect(patients?.text).toBe(`"1",,,\n"2","Zoë ""x""","12.50","F"\n"3","","0.00",\n`);
  });
});
