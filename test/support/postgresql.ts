import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import pg from "pg";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { SystemError } from "../../src/plain/errors.ts";

/** The test run's server, or the one that HMSYNC_TEST_POSTGRES names; undefined where none can be had. */
const server = await serverUrl();

/** Tests that need a server; they are skipped where none can be had. */
export const describePostgresql: ReturnType<typeof describe.skipIf> = describe.skipIf(
  server === undefined,
);

/** A database of a test file's own. */
export interface TestDatabase {
  readonly name: string;
  /** As its owner, with the password. */
  readonly url: string;
  /** As another role. */
  urlOf(role: string, password: string): string;
  /** Runs statements, and gives the rows of the last. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** Another session. */
  session(): Promise<pg.Client>;
}

/**
 * A fresh database for the tests of a `describe`, dropped behind them.
 *
 * @param like what CREATE DATABASE says of it: `encoding 'LATIN1'`
 */
export function testDatabase(like = ""): TestDatabase {
  const name = `t${randomBytes(6).toString("hex")}`;
  const clients: pg.Client[] = [];
  const opened = async (url: string) => {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };
  const url = within(server ?? "", name);
  let own: pg.Client | undefined;
  beforeAll(async () => {
    await administer(`create database ${name} template template0 ${like}`);
    own = await opened(url);
  });
  afterAll(async () => {
    await Promise.all([...clients, own].map((client) => client?.end().catch(() => undefined)));
    await administer(`drop database if exists ${name} with (force)`);
  });
  return {
    name,
    url,
    urlOf: (role, password) => as(url, role, password),
    query: async (sql, values) => {
      if (own === undefined) return [];
      const results = await own.query(sql, values === undefined ? undefined : [...values]);
      const [last] = [results].flat().slice(-1);
      return (last as pg.QueryResult | undefined)?.rows ?? [];
    },
    session: async () => {
      const client = await opened(url);
      clients.push(client);
      return client;
    },
  };
}

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(sql);
  await client.end();
}

function within(of: string, database: string): string {
  return of.replace(/\/[^/?]*(?=\?|$)/, `/${database}`);
}

const as = (url: string, role: string, password: string): string =>
  url.replace(/\/\/[^@]*@/, `//${role}:${password}@`);

async function serverUrl(): Promise<string | undefined> {
  const named = process.env["HMSYNC_TEST_POSTGRES"];
  if (named !== undefined && named !== "") return named;
  const asking = connect(inject("postgresql"), "127.0.0.1");
  await once(asking, "connect");
  const { url, failed } = JSON.parse(await text(asking)) as { url?: string; failed?: string };
  if (failed === undefined) return url;
  throw new SystemError(failed, { cure: "Name a server in HMSYNC_TEST_POSTGRES." });
}
