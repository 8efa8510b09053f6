import { expect, it } from "vitest";
import { connect } from "../../../src/db/postgresql/connect.ts";
import { Stalled } from "../../../src/extract/cannot-read.ts";
import { copyRows } from "../../../src/extract/postgresql/copy-rows.ts";
import { locationOf, textOf } from "../../support/legacy-rows.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";

const MINUTE = 60_000;

describePostgresql("a COPY that is read", () => {
  const hospital = testDatabase();
  const connected = () => {
    const location = locationOf(hospital.url);
    return connect(location, { timeoutMs: MINUTE, password: location.password ?? "" });
  };

  it("is given up if nothing comes for too long, and the connection lives on", async () => {
    const connection = await connected();
    const slow = copyRows(connection, "select pg_sleep(600)::text", 100);
    await expect(textOf(slow)).rejects.toThrow(Stalled);
    expect(await textOf(copyRows(connection, "select 'é'", MINUTE))).toBe('"é"\n');
    await connection.close();
  });

  it("comes whole, also where characters are cut by chunks", async () => {
    const connection = await connected();
    const rows = "select repeat('aé日😀', n) from generate_series(1, 400) n";
    const expected = Array.from({ length: 400 }, (_, at) => `"${"aé日😀".repeat(at + 1)}"\n`);
    expect(await textOf(copyRows(connection, rows, MINUTE))).toBe(expected.join(""));
    await connection.close();
  });
});
