import type { LoadedConfig } from "./config.ts";
import type { FlagLists, FlagValues } from "./flags.ts";

/** A command line, taken apart: typed by the declarations of its flags. */
export interface Arguments {
  readonly flags: FlagValues;
  readonly lists: FlagLists;
  readonly operand: string | undefined;
  /** What follows it, for a command that takes two. */
  readonly second?: string;
  /** Of the URL of `--source`, which itself does not hold it any more. */
  readonly password?: string;
  /** Of the URL of `--db`, likewise. */
  readonly databasePassword?: string;
  /** The path of the shadow of the server's database that this command line names. */
  readonly shadow?: string;
  /** The configuration, where there is one; without it, the target is HMSync. */
  readonly config?: LoadedConfig;
}
