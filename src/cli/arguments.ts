import type { FlagLists, FlagValues } from "./flags.ts";

/** A command line, taken apart: typed by the declarations of its flags. */
export interface Arguments {
  readonly flags: FlagValues;
  readonly lists: FlagLists;
  readonly operand: string | undefined;
}
