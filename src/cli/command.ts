import type { ExitCode } from "../plain/errors.ts";
import type { Arguments } from "./arguments.ts";
import type { FlagName } from "./flags.ts";
import type { Terminal } from "./terminal.ts";

/** What a command receives. */
export interface Invocation {
  readonly args: Arguments;
  readonly terminal: Terminal;
}

/** The same, for a command that needs to know all commands. */
export interface AmongCommands extends Invocation {
  readonly commands: readonly Command[];
}

/** The module of a command, loaded only when the command runs. */
export interface CommandModule {
  run(invocation: AmongCommands): Promise<ExitCode>;
}

export interface Command {
  readonly name: string;
  readonly about: string;
  /** Shown first in its help. */
  readonly example: string;
  readonly flags: readonly FlagName[];
  /** What a flag means here, where that is not what it means elsewhere. */
  readonly flagsHere?: Readonly<Partial<Record<FlagName, string>>>;
  /** The argument without a flag. */
  readonly operand?: {
    readonly name: string;
    readonly about: string;
    readonly choices?: readonly string[];
    /** What may follow it. */
    readonly second?: { readonly name: string; readonly about: string };
  };
  /** What its JSON document holds besides the failure if the command never started. */
  readonly unbegun?: Readonly<Record<string, unknown>>;
  load(): Promise<CommandModule>;
}
