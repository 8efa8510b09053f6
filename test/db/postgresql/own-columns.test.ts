import { beforeEach, expect, it } from "vitest";
import { OwnValues } from "../../../src/db/postgresql/own-columns.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { openTarget, patient, SERVER_TABLES, uuid } from "../../support/publishing.ts";

describePostgresql("columns that the server alone has", () => {
  const database = testDatabase();
  const ids = async () =>
    (await database.query("select id from patients order by id")).map(({ id }) => id);
  const DELETE = "delete from patients where id like '%1'";

  beforeEach(async () => {
    await database.query(`drop schema public cascade; create schema public; ${SERVER_TABLES};
      alter table patients add notes text, add "Of ""one""" json, add state text default 'new (1)' not null,
        add rank int default 0, add seen timestamptz default clock_timestamp(), add nr bigserial,
        add words tsvector default '';
      ${patient(1)}; ${patient(2)}`);
  });

  it("go with rows in which nobody has written anything into them", async () => {
    const { exec, publish } = await openTarget(database.url);
    exec(DELETE);
    await publish();
    expect(await ids()).toEqual([uuid(2)]);
  });

  it.each([
    ["notes = 'allergic'"],
    [`"Of ""one""" = '{}'`],
    ["state = 'seen'"],
    ["rank = 2"],
    ["rank = null"],
  ])("keep a row from being deleted in silence: %s", async (set) => {
    await database.query(`update patients set ${set} where public_id = 'PT-1'`);
    const { exec, publish } = await openTarget(database.url);
    exec(DELETE);
    expect(await publish().catch((error: unknown) => error)).toBeInstanceOf(OwnValues);
    expect(await ids()).toEqual([uuid(1), uuid(2)]);
  });

  it("are nothing to a row that stays", async () => {
    await database.query("update patients set notes = 'allergic' where public_id = 'PT-2'");
    const { exec, publish } = await openTarget(database.url);
    exec(DELETE, "update patients set name = 'Ann'");
    await publish();
    expect(await database.query("select id, name, notes from patients")).toEqual([
      { id: uuid(2), name: "Ann", notes: "allergic" },
    ]);
  });
});
