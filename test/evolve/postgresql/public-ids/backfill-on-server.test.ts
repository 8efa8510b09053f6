import { beforeAll, expect, it } from "vitest";
import { derivePublicId, isPublicIdOf } from "../../../../shared/public-id.ts";
import { backfillOnServer } from "../../../../src/evolve/postgresql/public-ids/backfill-on-server.ts";
import { findPublicIdTables } from "../../../../src/evolve/postgresql/public-ids/find-public-id-tables.ts";
import { DatabaseError, DecisionNeeded } from "../../../../src/plain/errors.ts";
import { describePostgresql, testDatabase } from "../../../support/postgresql.ts";

/** A target id of docs/public-ids.md, and what follows from it. */
const IMPORTED = "00000000-0007-8807-b39f-6cd9604f8cd7";
const CALLED = "pat_ufozrmi8ggk2an6w9krho8e2";
const LEGACY = "cjld2cjxh0000qzrmn831i7rn";

describePostgresql("public ids on a server", () => {
  const database = testDatabase();
  beforeAll(async () => {
    await database.query(`
      create table patients (id uuid primary key default gen_random_uuid(), public_id text unique, name text);
      create table chatbot_flows (id bigint primary key, public_id varchar(40));
      create unique index on chatbot_flows (public_id) where public_id is not null;
      create table wards (id int primary key, public_id text);
      insert into patients (id, name) values ('${IMPORTED}', 'imported');
      insert into patients (name, public_id) values ('holder', '${CALLED}'), ('legacy', '${LEGACY}'), ('odd', 'x');
      insert into patients (name) select 'own ' || n from generate_series(1, 20) n;
      insert into chatbot_flows select n from generate_series(1, 7) n`);
  });
  const fill = async (more = {}) => {
    const client = await database.session();
    const { tables } = await findPublicIdTables(client);
    const { signal } = new AbortController();
    const request = { tables, mode: "write" as const, batchSize: 6, signal, ...more };
    try {
      return await backfillOnServer(client, request);
    } finally {
      await client.end();
    }
  };

  it("tables are known by their names, and one without an entity is told", async () => {
    const client = await database.session();
    const { tables, unfilled } = await findPublicIdTables(client);
    expect(tables.map(({ entity, written, keyType }) => [entity, written, keyType])).toEqual([
      ["flows", "public.chatbot_flows", "bigint"],
      ["patients", "public.patients", "uuid"],
    ]);
    expect(unfilled).toEqual([{ table: "public.wards", why: "no entity" }]);
    await client.query("create table leads (id int primary key, public_id text)");
    await expect(findPublicIdTables(client)).rejects.toBeInstanceOf(DecisionNeeded);
    await client.query("drop table leads");
  });

  it("are counted without a write", async () => {
    const { tables } = await fill({ mode: "look" });
    expect(tables.map(({ before }) => before)).toEqual([
      expect.objectContaining({ rows: 7, missingOwn: 7 }),
      expect.objectContaining({
        rows: 24,
        prefixed: 1,
        legacy: 1,
        malformed: 1,
        missingImported: 1,
        missingOwn: 20,
      }),
    ]);
    expect(await database.query("select count(public_id)::int as n from patients")).toEqual([
      { n: 3 },
    ]);
  });

  it("a backfill that dies keeps its batches, and is gone on with beside the application", async () => {
    let commits = 0;
    const fail = (point: string) => {
      if (point === "before-commit" && ++commits === 3)
        throw new DatabaseError("dies", { cure: "-" });
    };
    await expect(fill({ fail })).rejects.toThrow("dies");
    const filled =
      "select (select count(public_id)::int from chatbot_flows) as flows, count(public_id)::int as patients from patients";
    expect(await database.query(filled)).toEqual([{ flows: 7, patients: 3 }]);
    const application = await database.session();
    await application.query("begin; update patients set name = 'held' where name = 'own 3'");
    let written = false;
    const onProgress = async () => {
      if (written) return;
      written = true;
      await database.query("insert into patients (name) values ('meanwhile')");
      await application.query("commit");
    };
    const { tables } = await fill({ onProgress });
    expect(tables[1]).toMatchObject({
      derived: 1,
      made: 21,
      clashes: 1,
      after: { missingOwn: 0, missingImported: 0, malformed: 1 },
    });
    const rows = await database.query("select id::text, public_id, name from patients");
    const called = (name: string) => rows.find((row) => row["name"] === name)?.["public_id"];
    expect(called("imported")).toBe(derivePublicId("patients", IMPORTED, 1));
    expect([called("legacy"), called("odd"), called("holder")]).toEqual([LEGACY, "x", CALLED]);
    expect(isPublicIdOf("patients", String(called("meanwhile")))).toBe(true);
    expect(isPublicIdOf("patients", String(called("held")))).toBe(true);
  });
});
