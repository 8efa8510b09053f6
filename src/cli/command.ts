import type { Location } from "../db/connecting/location.ts";
import type { PasswordMeans } from "../db/connecting/password.ts";
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
  /** Of a command that needs no shadow: does it on the server itself. */
  runOnServer?(invocation: OnServer): Promise<ExitCode>;
}

/** A server's database that a command line names, and how its password is found. */
export interface NamedServer {
  readonly location: Location;
  /** Its URL without the password: what `--db` is given to name it again. */
  readonly url: string;
  readonly passwords: PasswordMeans;
}

/** What a command receives that works on a server itself. */
export interface OnServer extends AmongCommands {
  /** The database that is named. */
  readonly server: NamedServer;
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
