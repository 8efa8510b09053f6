import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Connection, createConnection } from "mysql2/promise";
import { afterAll, beforeAll, describe } from "vitest";
import { SystemError } from "../../src/plain/errors.ts";
import { removeLeftovers } from "../../src/plain/leftovers.ts";
import { freePort } from "./postgresql-server.ts";

const MARK = `hmsync-mariadb-${hostname()}-`;

/** The server holds its input: however this process ends, the input ends with it, and the server with that. */
const UNTIL_INPUT_ENDS = `"$@" & server=$!; cat > /dev/null; kill -9 $server; wait $server; rm -rf "$HMSYNC_FOLDER"`;

/** It refuses to run as root unless it is told to. */
const AS_USER = process.getuid?.() === 0 ? ["--user=root"] : [];
const TRIES = 2400;

/** A server to test against. */
interface TestServer {
  /** Of a user who may do everything. */
  readonly url: string;
  readonly socket: string | undefined;
  readonly folder: string | undefined;
}

/** This process's own server, or the one that HMSYNC_TEST_MYSQL names; undefined where none can be had. */
const server = await testServer();

/** Tests that need a server; they are skipped where none can be had. */
export const describeMariadb: ReturnType<typeof describe.skipIf> = describe.skipIf(
  server === undefined,
);

/** A database of a test file's own. */
export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  readonly socket: string;
  /** As another user. */
  urlOf(user: string, password: string): string;
  /** Runs a statement, and gives its rows, every cell as text. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** Another session. */
  session(): Promise<Connection>;
}

/** A fresh database for the tests of a `describe`, dropped behind them. */
export function testDatabase(like = "character set utf8mb4"): TestDatabase {
  const name = `t${randomBytes(6).toString("hex")}`;
  const { url = "", socket = "" } = server ?? {};
  const sessions: Connection[] = [];
  let own: Connection | undefined;
  const opened = async (database: string | undefined) => {
    const session = await createConnection({
      uri: url.replace(/[^/]*$/, database ?? ""),
      multipleStatements: true,
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
      charset: "UTF8MB4_GENERAL_CI",
    });
    session.on("error", () => undefined);
    sessions.push(session);
    return session;
  };
  beforeAll(async () => {
    const session = await opened(undefined);
    await session.query(`create database ${name} ${like}`);
    own = await opened(name);
  });
  afterAll(async () => {
    await own?.query(`drop database ${name}`);
    for (const session of sessions) session.destroy();
  });
  return {
    name,
    socket: socket ?? "",
    url: url.replace(/[^/]*$/, name),
    urlOf: (user, password) =>
      url.replace(/\/\/[^@]*@/, `//${user}:${password}@`).replace(/[^/]*$/, name),
    query: async (sql, values = []) => {
      const [rows] = (await own?.query(sql, [...values])) ?? [[]];
      return rows as Record<string, unknown>[];
    },
    session: () => opened(name),
  };
}

async function testServer(): Promise<TestServer | undefined> {
  const named = process.env["HMSYNC_TEST_MYSQL"];
  if (named) return { url: named, socket: undefined, folder: undefined };
  const [install, program] = [found("mariadb-install-db"), found("mariadbd")];
  if (install === undefined || program === undefined) {
    process.stderr.write("MariaDB's tests are skipped: there is no mariadbd in the PATH.\n");
    return undefined;
  }
  return startMariadb(install, program);
}

function found(program: string): string | undefined {
  return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/libexec"]
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}

/** Starts a server on a free port, in a folder of its own below the temporary one. */
async function startMariadb(install: string, program: string): Promise<TestServer> {
  removeLeftovers(tmpdir(), MARK);
  const folder = mkdtempSync(join(tmpdir(), `${MARK}${process.pid}-`));
  const [data, socket] = [join(folder, "data"), join(folder, "s")];
  const common = ["--no-defaults", ...AS_USER, `--datadir=${data}`];
  const normal = ["--auth-root-authentication-method=normal", "--skip-test-db"];
  execFileSync(install, [...common, ...normal, "--innodb-log-file-size=8M"], { stdio: "pipe" });
  const port = await freePort();
  const settings = [
    ...[`--socket=${socket}`, `--port=${port}`, "--bind-address=127.0.0.1", "--skip-log-bin"],
    ...["--skip-name-resolve", "--innodb-flush-log-at-trx-commit=0", "--local-infile=1"],
    ...["--innodb-buffer-pool-size=64M", "--innodb-log-file-size=8M", "--log-error=errors"],
    ...["--plugin-maturity=unknown", "--plugin-load-add=auth_ed25519", "--sql-mode="],
  ];
  const argv = ["-c", UNTIL_INPUT_ENDS, "sh", program, ...common, ...settings];
  const shell = spawn("sh", argv, {
    stdio: ["pipe", "ignore", "ignore"],
    env: { PATH: process.env["PATH"], HMSYNC_FOLDER: folder, TZ: "Asia/Kathmandu" },
  });
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  const url = `mysql://root@127.0.0.1:${port}/mysql`;
  await untilItAnswers(url);
  return { url, socket, folder };
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tried = 0; tried < TRIES; tried++) {
    try {
      const session = await createConnection({ uri: url });
      await session.end();
      return;
    } catch {
      // It is not there yet.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new SystemError("The MariaDB server for tests did not start.", {
    cure: "Run mariadbd by hand, to see what it says.",
  });
}
