import type { FlagName } from "./flags.ts";

/** A command line, taken apart; the values are not checked yet. */
export interface Arguments {
  readonly flags: Readonly<Partial<Record<FlagName, string | true>>>;
  /** Every value of a flag that may stand several times. */
  readonly lists: Readonly<Partial<Record<FlagName, readonly string[]>>>;
  readonly operand: string | undefined;
}
