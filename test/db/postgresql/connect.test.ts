import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PasswordNeeded } from "../../../src/db/connecting/password.ts";
import { openPostgresql } from "../../../src/extract/postgresql/open-postgresql.ts";
import { Interrupted, SourceError, UsageError } from "../../../src/plain/errors.ts";
import { type Certificates, makeCertificates } from "../../support/certificates.ts";
import { locationOf, opened } from "../../support/legacy-rows.ts";
import { describePostgresql } from "../../support/postgresql.ts";
import { freePort, startPostgresql, type TestServer } from "../../support/postgresql-server.ts";

/** A server of its own: it is stopped, and gets a certificate. */
describePostgresql("connecting to a PostgreSQL server", () => {
  let server: TestServer;
  let folder: string;
  let certificates: Certificates | undefined;
  const url = (change: (url: URL) => void): string => {
    const changed = new URL(server.url);
    change(changed);
    return String(changed);
  };
  const usesTls = async (source: string): Promise<unknown> => {
    const database = await opened(source);
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query(
      "select ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'hmsync'",
    );
    await client.end();
    await database.close();
    return rows[0]?.ssl;
  };

  beforeAll(async () => {
    server = await startPostgresql();
    folder = mkdtempSync(join(tmpdir(), "hmsync-test-"));
    certificates = makeCertificates(folder);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each<[string, RegExp, (to: URL) => void]>([
    ["a wrong password", /password is wrong/, (to) => (to.password = "wrong")],
    ["an unknown role", /no such role/, (to) => (to.username = "nobody")],
    ["an unknown database", /does not exist/, (to) => (to.pathname = "/none")],
    ["an unknown host", /not known/, (to) => (to.hostname = "no.such.host.invalid")],
    ["a server without TLS", /has no TLS/, (to) => to.searchParams.set("sslmode", "require")],
    ["no socket there", /there is no socket/, (to) => to.searchParams.set("host", "/nowhere")],
  ])("tells %s, and repeats no password", async (_, told, change) => {
    const source = url(change).replace(/@[^/]*(?=\/.*host=)/, "@");
    const error = await opened(source).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SourceError);
    expect(String(error)).toMatch(told);
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toMatch(/for-tests|wrong@/);
  });

  it("tells that nobody answers, or something else does", async () => {
    const port = await freePort();
    await expect(opened(url((to) => (to.port = String(port))))).rejects.toThrow(/nobody answers/);
    const other = createServer((socket) =>
      socket.on("error", () => undefined).end("HTTP/1.1 400\r\n"),
    );
    other.listen(port, "127.0.0.1");
    await once(other, "listening");
    await expect(opened(url((to) => (to.port = String(port))))).rejects.toThrow(SourceError);
    other.close();
  });

  it("tells that nothing comes in time, and can be interrupted meanwhile", async () => {
    const silent = createServer((socket) => socket.on("error", () => undefined).resume());
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const port = typeof address === "object" ? String(address?.port) : "";
    const source = url((to) => (to.port = port));
    await expect(opened(source, { timeoutMs: 200 })).rejects.toThrow(/did not answer in time/);
    const control = new AbortController();
    const opening = opened(source, { signal: control.signal });
    silent.once("connection", () => control.abort());
    await expect(opening).rejects.toThrow(Interrupted);
    silent.close();
  });

  it("asks for a password only if the server does", async () => {
    const over = locationOf(server.url);
    await expect(openPostgresql(over, { timeoutMs: 60_000 })).rejects.toThrow(PasswordNeeded);
    const socket = locationOf(
      `postgres://postgres@/postgres?host=${encodeURIComponent(server.socket)}&port=${over.port}`,
    );
    const database = await openPostgresql(socket, { timeoutMs: 60_000 });
    expect(database.title).toContain(encodeURIComponent(server.socket));
    await database.close();
  });

  it("encrypts and verifies as libpq does for each sslmode", async (context) => {
    if (certificates === undefined) return context.skip();
    const { uid, gid } = statSync(server.data);
    for (const [from, to] of [
      [certificates.certificate, "server.crt"],
      [certificates.key, "server.key"],
    ] as const) {
      copyFileSync(from, join(server.data, to));
      chownSync(join(server.data, to), uid, gid);
    }
    execFileSync("chmod", ["600", join(server.data, "server.key")]);
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query("alter system set ssl = on");
    await client.query("select pg_reload_conf()");
    while ((await client.query("show ssl")).rows[0]?.ssl !== "on") await setTimeout(20);
    await client.end();
    const local = (to: URL) => {
      to.hostname = "localhost";
    };
    const root = encodeURIComponent(certificates.authority);
    const named = (query: string, host: (to: URL) => void = local) => `${url(host)}?${query}`;
    expect(await usesTls(url(local))).toBe(true);
    expect(await usesTls(named("sslmode=disable"))).toBe(false);
    expect(await usesTls(named("sslmode=allow"))).toBe(false);
    expect(await usesTls(named("sslmode=require"))).toBe(true);
    expect(await usesTls(named(`sslmode=verify-full&sslrootcert=${root}`))).toBe(true);
    const byNumber = () => undefined;
    expect(await usesTls(named(`sslmode=verify-ca&sslrootcert=${root}`, byNumber))).toBe(true);
    await expect(
      opened(named(`sslmode=verify-full&sslrootcert=${root}`, byNumber)),
    ).rejects.toThrow(/another host/);
    const other = encodeURIComponent(certificates.otherAuthority);
    for (const mode of ["require", "verify-ca", "verify-full"]) {
      await expect(opened(named(`sslmode=${mode}&sslrootcert=${other}`))).rejects.toThrow(
        /not trusted/,
      );
    }
    await expect(opened(named("sslmode=verify-full&sslrootcert=/none"))).rejects.toThrow(
      UsageError,
    );
  });

  it("says that the server was stopped while it was read", async () => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(
      "create table visits as select n, repeat('x', 99) from generate_series(1, 50000) n",
    );
    await client.end();
    const database = await opened(server.url);
    const [visits] = await database.tables({});
    expect(visits).toBeDefined();
    if (visits === undefined) return;
    const rows = database.rows(visits)[Symbol.asyncIterator]();
    await rows.next();
    await server.stop();
    const rest = async () => {
      while (!(await rows.next()).done);
    };
    await expect(rest()).rejects.toThrow(/^visits cannot be read: the server ended the connection/);
    await database.close();
  });
});
