import { expect, it } from "vitest";
import { DatabaseError } from "../../../src/plain/errors.ts";
import { poolingProxy } from "../../support/pooling-proxy.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { openTarget } from "../../support/publishing.ts";

describePostgresql("a pooler between run and server", () => {
  const database = testDatabase();
  const nothing = { tables: [], ddl: "" };

  it("that gives every transaction another session is refused", async () => {
    const url = await poolingProxy(database.url, "transaction");
    const error = await openTarget(url, nothing).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(String(error)).toContain("pooler");
  });

  it("that leaves a client its session is no matter", async () => {
    const { server } = await openTarget(await poolingProxy(database.url, "session"), nothing);
    expect(server.holder).toBeUndefined();
  });
});
