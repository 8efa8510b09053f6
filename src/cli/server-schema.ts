import type { Location } from "../db/connecting/location.ts";
import type { PasswordMeans } from "../db/connecting/password.ts";
import {
  loadServerSchema,
  serverSchemaOf,
  type WantedServerSchema,
} from "../evolve/postgresql/load-server-schema.ts";
import type { Arguments } from "./arguments.ts";
import type { Invocation } from "./command.ts";
import { fromHere } from "./config-path.ts";
import { OWN_SERVER_SCHEMA } from "./schema.ts";
import { targetOf } from "./wiring.ts";

/** A command line that names a database on a server. */
export interface OnNamedServer extends Invocation {
  readonly server: { readonly location: Location; readonly passwords: PasswordMeans };
}

/**
 * The schema that a server is to have: `--schema`, else that of the target.
 *
 * @throws UsageError if it does not load
 */
export async function wantedServerSchema(
  args: Pick<Arguments, "flags" | "config">,
): Promise<WantedServerSchema> {
  const { flags, config } = args;
  if (flags.schema !== undefined) return loadServerSchema(flags.schema);
  return serverSchemaOf(fromHere(config?.path ?? OWN_SERVER_SCHEMA), targetOf(args));
}
