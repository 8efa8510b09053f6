import { expect, it } from "vitest";
import { ServerFailure, serverFailure } from "../../../src/db/postgresql/server-failure.ts";
import { UsageError } from "../../../src/plain/errors.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";

/** A patient's own, in every statement. */
const SECRET = "Asha-771-03";

describePostgresql("a failure of the server", () => {
  const hospital = testDatabase();

  const failureOf = async (sql: string): Promise<Error> => {
    const failed = await hospital
      .query(sql)
      .then(() => undefined)
      .catch((error) => error);
    return serverFailure(failed, "hospital");
  };

  it.each([
    ["insert into visits values (1, null)", "23502", { table: "visits", column: "note" }],
    [
      `insert into visits values (1, '${SECRET}'), (1, '${SECRET}')`,
      "23505",
      { constraint: "visits_pkey" },
    ],
    [`insert into visits values (2, '${SECRET}', 7)`, "23503", { constraint: "visits_of_fkey" }],
    [`insert into visits values (2, '${SECRET}${SECRET}')`, "23514", { constraint: "short" }],
    [`insert into visits (id, note, code) values (2, '', '${SECRET}')`, "22001", {}],
    [`insert into visits values (2, '', '${SECRET}')`, "22P02", {}],
    [`select '${SECRET}'::date`, "22007", {}],
    [`select * from "${SECRET}"`, "42P01", {}],
    [`insert into visits values (13, '${SECRET}')`, "P0001", {}],
    [`insert into visits values (14, '${SECRET}')`, "23505", {}],
  ])("of %s is told without a value", async (sql, code, place) => {
    await hospital.query(SETUP);

    const failure = await failureOf(sql);

    expect(failure).toBeInstanceOf(ServerFailure);
    expect((failure as ServerFailure).code).toBe(code);
    expect((failure as ServerFailure).place).toMatchObject(place);
    const { message, cure, cause, stack, place: names } = failure as ServerFailure;
    expect(JSON.stringify([message, cure, cause, stack, names])).not.toContain(SECRET);
  });

  it("that is gone is told apart from one that may pass, and from one of our own", async () => {
    const gone = await failureOf("select pg_terminate_backend(pg_backend_pid())");
    expect(gone).toMatchObject({ isGone: true, mayPass: false });
    const serial = serverFailure(Object.assign(new Error("x"), { code: "40001" }), "hospital");
    expect(serial).toMatchObject({ isGone: false, mayPass: true });
    const own = new UsageError("x", { cure: "y" });
    expect(serverFailure(own, "hospital")).toBe(own);
  });
});

const SETUP = `
  drop table if exists visits;
  create table visits (
    id int primary key, note text not null constraint short check (length(note) < 15),
    "of" int references visits, code varchar(3));
  create or replace function refuse() returns trigger language plpgsql as $$
    begin
      if new.id = 13 then raise 'no %', new.note using column = new.note, detail = new.note; end if;
      raise unique_violation using message = new.note, table = new.note, constraint = new.note;
    end $$;
  create trigger refuse before insert on visits for each row when (new.id in (13, 14))
    execute function refuse()`;
