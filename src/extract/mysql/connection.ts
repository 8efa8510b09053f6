import type { Duplex } from "node:stream";
import { type ConnectionOptions, createConnection, type Connection as Driver } from "mysql2";
import { type Location, titleOf } from "../../db/connecting/location.ts";
import { passwordNeeded } from "../../db/connecting/password.ts";
import { Interrupted } from "../../plain/errors.ts";
import type { OpenOptions } from "../legacy-database.ts";
import { cannotConnect, codeOf } from "./cannot-connect.ts";
import { type Tls, tlsAttempts } from "./tls.ts";

type Row = Readonly<Record<string, string | null>>;

/** How long a server may take to hear that a query is to be ended. */
const KILL_MS = 3000;

/** A connection to a server, which may be cut off at any moment. */
export class Connection {
  readonly driver: Driver;
  readonly #location: Location;
  readonly #options: OpenOptions;
  #isGone = false;

  constructor(driver: Driver, location: Location, options: OpenOptions) {
    this.driver = driver;
    this.#location = location;
    this.#options = options;
    // A query that is under way is told too; without one, the next is.
    driver.on("error", () => {
      this.#isGone = true;
    });
    driver.on("end", () => {
      this.#isGone = true;
    });
  }

  /** Whether the server or we have ended it. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Runs a statement without values. */
  run(sql: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.driver.query(sql, (error: unknown) => (error === null ? resolve() : reject(error)));
    });
  }

  /** Rows of the catalog, every cell as text; values are bound at the server. */
  async rows<Columns extends Row>(sql: string, values: readonly string[] = []): Promise<Columns[]> {
    return new Promise((resolve, reject) => {
      this.driver.execute(sql, [...values], (error: unknown, rows: unknown) =>
        error === null ? resolve((rows as Row[]).map(asText) as Columns[]) : reject(error),
      );
    });
  }

  /** Ends what the server is doing for this connection, and the connection. */
  async cutOff(): Promise<void> {
    const { threadId } = this.driver;
    this.#isGone = true;
    cut(this.driver);
    const { signal: _, ...rest } = this.#options;
    try {
      const other = await connect(this.#location, { ...rest, timeoutMs: KILL_MS });
      // A number that the server itself gave.
      await other.run(`kill ${Number(threadId)}`).catch(() => undefined);
      await other.close();
    } catch {
      // A server that cannot be reached has nothing to end: it finds the connection gone by itself.
    }
  }

  /** A driver whose connection is gone never answers. */
  close(): Promise<void> {
    if (this.#isGone) return Promise.resolve();
    return new Promise((resolve) => {
      this.driver.once("error", () => resolve());
      this.driver.end(() => resolve());
    });
  }
}

/** The driver's own word for it waits for the other side. */
function cut(driver: Driver): void {
  driver.destroy();
  (driver as unknown as { readonly stream: Duplex }).stream.destroy();
}

const asText = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [name, cell === null ? null : String(cell)]),
  );

/**
 * @throws PasswordNeeded if the server asks for a password, and there is none
 * @throws SourceError if it cannot be reached or does not let this user in
 */
export async function connect(location: Location, options: OpenOptions): Promise<Connection> {
  const attempts = tlsAttempts(location);
  for (const [at, ssl] of attempts.entries()) {
    try {
      return new Connection(await connected(location, options, ssl), location, options);
    } catch (error) {
      const isLast = at === attempts.length - 1;
      if (codeOf(error) === "HANDSHAKE_NO_SSL_SUPPORT" && !isLast) continue;
      if (codeOf(error) === "1045" && options.password === undefined)
        throw passwordNeeded(location);
      throw cannotConnect(location, error, options.signal);
    }
  }
  throw cannotConnect(location, undefined, options.signal);
}

function connected(location: Location, options: OpenOptions, ssl: Tls): Promise<Driver> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    const driver = createConnection(settings(location, options, ssl));
    const leave = () => {
      driver.destroy();
      reject(new Interrupted(`${titleOf(location)} was left.`, { cure: "Nothing was changed." }));
    };
    if (signal?.aborted) return leave();
    signal?.addEventListener("abort", leave, { once: true });
    driver.once("error", reject);
    driver.connect((error) => {
      signal?.removeEventListener("abort", leave);
      if (error === null) return resolve(driver);
      driver.destroy();
      reject(error);
    });
  });
}

const MS = 1000;

function settings(
  { host, port, socket, user, database, parameters }: Location,
  { password, timeoutMs }: OpenOptions,
  ssl: Tls,
): ConnectionOptions {
  const seconds = parameters["connect-timeout"];
  return {
    ...(socket === undefined ? { host, port } : { socketPath: socket }),
    ...(password !== undefined && { password }),
    ...(ssl !== undefined && { ssl }),
    user,
    database,
    charset: "UTF8MB4_GENERAL_CI",
    connectTimeout: seconds === undefined ? timeoutMs : Number(seconds) * MS,
    // No server may ask for a file of this machine.
    flags: ["-LOCAL_FILES"],
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  };
}
