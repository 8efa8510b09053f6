import { type Location, titleOf } from "../../db/connecting/location.ts";
import { registerShadow } from "../../db/shadows.ts";
import { inServerFolder, type WhereKept } from "./server-folder.ts";

interface BesideServer extends WhereKept {
  readonly location: Location;
  /** Without the password. */
  readonly url: string;
}

/**
 * Works with what is kept beside a server's database, without asking the server.
 *
 * @param work is given the path of a database that is not there
 */
export function besideServer<Result>(
  { location, url, ...kept }: BesideServer,
  work: (database: string) => Promise<Result>,
): Promise<Result> {
  return inServerFolder(location, kept, async ({ shadow, beside }) => {
    const ignore = () => undefined;
    const unregister = registerShadow(shadow, {
      name: titleOf(location),
      address: url,
      beside,
      holder: undefined,
      watch: ignore,
      publish: async () => undefined,
      backUp: async () => undefined,
    });
    try {
      return await work(shadow);
    } finally {
      unregister();
    }
  });
}
