import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { UsageError } from "../plain/errors.ts";

const NAMES = ["hmsync.config.ts", "hmsync.config.mjs", "hmsync.config.js"];

/** The configuration that `--config` names, or the nearest one from the working folder upwards. */
export function configPath(named: string | true | undefined): string | undefined {
  if (typeof named !== "string") return nearest(process.cwd());
  if (existsSync(named)) return resolve(named);
  throw new UsageError(`The configuration ${named} does not exist.`, {
    cure: "Correct the path given with --config.",
  });
}

function nearest(folder: string): string | undefined {
  const found = NAMES.map((name) => join(folder, name)).find(existsSync);
  const above = dirname(folder);
  return found ?? (above === folder ? undefined : nearest(above));
}

/** As a person in this folder would write it, where it is below it. */
export function fromHere(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}
