import type { Defect } from "../../evolve/health.ts";
import { serverDefects, serverStatus } from "../../evolve/postgresql/server-health.ts";
import type { DatabaseOverview } from "../database/health.ts";
import type { Listener } from "../listener.ts";
import { onServer } from "./on-server.ts";
import { decided, type ServerSchemaOptions, sessionOf } from "./push-schema.ts";

type HealthOptions = Omit<ServerSchemaOptions, "decisions">;

/** The status of a server's database: in sync, last change, size. Backups of a server are not kept by this tool. */
export async function statusOnServer(options: HealthOptions): Promise<DatabaseOverview> {
  return onServer(options, "look", async (server) => {
    const session = await sessionOf(server);
    const found = await serverStatus(session, requestOf(options));
    const { path } = options.schema;
    return { database: server.title, schema: path, ...found, backups: [], migrations: null };
  });
}

/** Everything that is wrong with a server's database. */
export async function validateOnServer(
  options: HealthOptions,
  { note }: Listener = {},
): Promise<Defect[]> {
  return onServer(options, "look", async (server) => {
    note?.(`Database ${server.title}, schema ${options.schema.path}`);
    return serverDefects(await sessionOf(server), requestOf(options));
  });
}

function requestOf(options: HealthOptions) {
  const { keepUnmanaged } = decided(options, undefined);
  return { ddl: options.schema.ddl, keepUnmanaged };
}
