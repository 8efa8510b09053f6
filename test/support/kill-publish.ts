import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { openTargetServer } from "../../src/db/postgresql/target-server.ts";
import { openTemporary } from "../../src/db/sqlite/open.ts";
import { locationOf } from "./legacy-rows.ts";
import { patient, SERVER_TABLES, SHADOW_TABLES, TABLES, uuid, visit } from "./publishing.ts";

/** Who is ended in the middle of a publish. */
export type Victim = "client" | "backend";

/** Rows there are before: enough for a publish to take some time. */
const ROWS = 300;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

/** Two publishes, the second upon the first; each tells by a row of the ledger that it is there. */
const STAGES: readonly (readonly string[])[] = [
  [
    ...range(ROWS, 2 * ROWS).map((n) => patient(n)),
    ...range(ROWS, 2 * ROWS).map((n) => visit(n, n)),
    "update patients set name = 'one' where public_id like 'PT-1%'",
    `delete from patients where id < '${uuid(30)}'`,
    "insert into ledger_runs values (1, 'committed')",
  ],
  [
    "update patients set name = 'two' where public_id like 'PT-4%'",
    `delete from visits where id > '${uuid(2 * ROWS - 40)}'`,
    ...range(2 * ROWS, 3 * ROWS).map((n) => visit(n, 299)),
    "insert into ledger_runs values (2, 'committed')",
  ],
];

/** Makes the tables as they are before. */
export const prepare = (client: pg.Client) =>
  client.query(
    `drop schema public cascade; create schema public; ${SERVER_TABLES};
     ${range(0, ROWS)
       .map((n) => patient(n))
       .join(";")}`,
  );

/** One line for all that stands. */
export async function stateOf(client: pg.Client): Promise<string> {
  const tables = ["patients", "visits", "ledger_runs"].map(
    (table) => `(select coalesce(md5(string_agg(t::text, '|' order by t.id)), '') from ${table} t)`,
  );
  const { rows } = await client.query(`select concat_ws(' ', ${tables.join(", ")}) as state`);
  return String(rows[0]?.state);
}

/** Who wants to know how far it is. */
interface Told {
  readonly mirrored?: () => void;
  readonly published?: () => Promise<unknown>;
}

/** Does whatever of the stages is not there yet, as a run that is run again does. */
export async function publishStages(
  url: string,
  { mirrored, published }: Told = {},
): Promise<void> {
  const location = locationOf(url);
  const server = await openTargetServer(location, {
    tables: TABLES,
    password: location.password,
    timeoutMs: 60_000,
    command: "import",
    access: "write",
    liftForceRls: false,
    lateFrom: 100,
  });
  try {
    const shadow = openTemporary("shadow");
    shadow.exec(SHADOW_TABLES);
    await server.mirror(shadow);
    server.watch(shadow);
    mirrored?.();
    const [done] = shadow.prepare("select count(*) from ledger_runs").get([]) ?? [];
    for (const stage of STAGES.slice(Number(done))) {
      for (const statement of stage) shadow.exec(statement);
      await server.publish(shadow);
      await published?.();
    }
    shadow.close();
  } finally {
    await server.close();
  }
}

/** Runs the stages in a process, to the point where it has mirrored. */
async function startClient(url: string): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "test/support/publish-stages.ts", url],
    {
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  if (child.stdout === null) return child;
  for await (const line of createInterface({ input: child.stdout })) if (line === "mirrored") break;
  return child;
}

/** What an undisturbed run leaves, and how long it takes from the mirroring on: milliseconds. */
export interface Undisturbed {
  /** Before, after the first publish, after the second. */
  readonly states: readonly string[];
  readonly ms: number;
}

export async function undisturbed(url: string, admin: pg.Client): Promise<Undisturbed> {
  await prepare(admin);
  const states = [await stateOf(admin)];
  let mirrored = 0;
  await publishStages(url, {
    mirrored: () => (mirrored = performance.now()),
    published: async () => states.push(await stateOf(admin)),
  });
  return { states, ms: performance.now() - mirrored };
}

const BACKENDS = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name like 'hmsync %'`;

/** Ends the victim so long after the mirroring. @returns the state that was left, once the session is gone */
export async function killAt(
  { url, admin }: { readonly url: string; readonly admin: pg.Client },
  victim: Victim,
  ms: number,
): Promise<string> {
  if (victim === "client") {
    const child = await startClient(url);
    await setTimeout(ms);
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  } else {
    let told = () => {};
    const mirrored = new Promise<void>((resolve) => (told = resolve));
    const run = publishStages(url, { mirrored: () => told() }).catch(() => undefined);
    await mirrored;
    await setTimeout(ms);
    await admin.query(BACKENDS);
    await run;
  }
  await untilAlone(admin);
  return await stateOf(admin);
}

async function untilAlone(admin: pg.Client): Promise<void> {
  const query = BACKENDS.replace("pg_terminate_backend(pid)", "pid");
  while ((await admin.query(query)).rows.length > 0) await setTimeout(20);
}
