import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { SystemError } from "../../src/plain/errors.ts";
import { removeLeftovers } from "../../src/plain/leftovers.ts";
import { type Binaries, copyBinaries } from "./postgresql-binaries.ts";

const MARK = `hmsync-postgresql-${hostname()}-`;
const SUPERUSER = "postgres";
const PASSWORD = "for-tests";

/** Nothing of it is to outlive a test run: what makes a server safe makes it slow. */
const QUICK = [
  ...["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal"],
  ...["max_wal_senders=0", "autovacuum=off", "shared_buffers=16MB", "max_connections=60"],
  ...["listen_addresses=127.0.0.1", "log_min_messages=fatal", "password_encryption=scram-sha-256"],
];

/** A server of a test run's own. */
export interface TestServer {
  /** Of its superuser, with the password; to the database `postgres`. */
  readonly url: string;
  /** The folder of its socket. */
  readonly socket: string;
  /** Of its data. */
  readonly data: string;
  /** @param signal SIGINT lets it end in order, SIGQUIT at once */
  stop(signal?: "SIGINT" | "SIGQUIT"): Promise<void>;
}

/**
 * Starts a PostgreSQL server on a free port, in a folder of its own below the temporary one.
 *
 * @param bin the folder of another version's `initdb` and `postgres`; else that of npm's package is taken
 * @throws NoServerHere if npm has none for this platform
 */
export async function startPostgresql(bin?: string): Promise<TestServer> {
  removeLeftovers(tmpdir(), MARK);
  const folder = mkdtempSync(join(tmpdir(), `${MARK}${process.pid}-`));
  try {
    return await startIn(folder, bin);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder: string, bin: string | undefined): Promise<TestServer> {
  chmodSync(folder, 0o755);
  const binaries: Binaries =
    bin === undefined
      ? copyBinaries(folder)
      : { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") };
  const as = serverUser();
  const own = (name: string): string => {
    const path = join(folder, name);
    mkdirSync(path, { mode: 0o700 });
    if (as !== undefined) chownSync(path, as.uid, as.gid);
    return path;
  };
  const data = own("data");
  const socket = own("socket");
  chmodSync(socket, 0o755);
  initialize(binaries, data, as);
  const port = await freePort();
  const settings = [...QUICK, `port=${port}`, `unix_socket_directories=${socket}`];
  const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  const server = spawn(binaries.postgres, args, { ...as, stdio: "ignore", env: plainEnv() });
  const url = `postgres://${SUPERUSER}:${PASSWORD}@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url, server);
  const stop: TestServer["stop"] = async (signal = "SIGQUIT") => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill(signal);
      await once(server, "exit");
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { url, socket, data, stop };
}

interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root. `nobody` is there on every system, and owns nothing. */
function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const ask = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: ask("-u"), gid: ask("-g") };
}

/** Neither the words nor the settings of whoever runs the tests. */
const plainEnv = () => ({ PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" });

function initialize({ initdb }: Binaries, data: string, as: ServerUser | undefined): void {
  const secret = join(data, "..", "secret");
  writeFileSync(secret, `${PASSWORD}\n`);
  const auth = ["--auth-local=trust", "--auth-host=scram-sha-256", `--pwfile=${secret}`];
  const kind = ["--no-sync", "--no-locale", "--encoding=UTF8", `--username=${SUPERUSER}`];
  execFileSync(initdb, [...auth, ...kind, "-D", data], { ...as, stdio: "pipe", env: plainEnv() });
  rmSync(secret);
}

/** A port that nobody listens on, as of now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw noStart("no port is free");
  return address.port;
}

async function untilItAnswers(url: string, server: ChildProcess): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null) throw noStart(`it exited with ${server.exitCode}`, error);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const noStart = (why: string, cause?: unknown): SystemError =>
  new SystemError(`The PostgreSQL server for tests did not start: ${why}.`, {
    cure: "Run it by hand, to see what it says.",
    cause,
  });
