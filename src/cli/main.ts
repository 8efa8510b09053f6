#!/usr/bin/env node
import { EXIT, type ExitCode, HmsyncError, UsageError } from "../errors.ts";
import { COMMANDS, type Command } from "./commands.ts";
import type { FlagName } from "./flags.ts";
import { commandHelp, overview } from "./help.ts";
import { parseArgv } from "./parse-argv.ts";
import { processTerminal } from "./terminal.ts";

/** Everything this tool makes is its owner's alone. */
const OWNER_ONLY = 0o077;

async function main(argv: readonly string[]): Promise<ExitCode> {
  ignoreClosedPipes();
  const [name, ...rest] = argv;
  const json = rest.includes("--json");
  try {
    if (name === undefined || name === "--help" || name === "-h" || name === "help") {
      process.stdout.write(`${overview()}\n`);
      return name === undefined ? EXIT.usage : EXIT.clean;
    }
    if (name === "--version") return await printVersion();
    return await dispatch(await findCommand(name), rest);
  } catch (error) {
    return explain(error, { json, verbose: rest.includes("--verbose") });
  }
}

async function dispatch(command: Command, argv: readonly string[]): Promise<ExitCode> {
  if (argv.includes("--help") || argv.includes("-h")) {
    process.stdout.write(`${commandHelp(command)}\n`);
    return EXIT.clean;
  }
  checkNpmFlags(command, argv);
  const args = await parseArgv(command, argv);
  const terminal = processTerminal({ quiet: args.flags.quiet === true });
  const { run } = await command.load();
  return run({ args, terminal });
}

async function findCommand(name: string): Promise<Command> {
  const found = COMMANDS.find((command) => command.name === name);
  if (found !== undefined) return found;
  const { nearest } = await import("../nearest.ts");
  const alike = nearest(
    name,
    COMMANDS.map((command) => command.name),
  );
  throw new UsageError(`There is no command "${name}".`, {
    cure: alike ? `Did you mean  hmsync ${alike}?` : "See  hmsync --help",
  });
}

/**
 * `npm run import --dry-run` keeps the flag for npm itself: what was meant as a rehearsal would be
 * the real thing.
 */
function checkNpmFlags(command: Command, argv: readonly string[]): void {
  const taken = command.flags.find((flag) => {
    const value = process.env[`npm_config_${flag.replaceAll("-", "_")}`] ?? "";
    return !HARMLESS.has(flag) && !NOTHING.has(value) && !argv.includes(`--${flag}`);
  });
  if (taken === undefined) return;
  throw new UsageError(`npm has kept the flag --${taken} for itself.`, {
    cure: `Put -- before the flags:  npm run ${command.example.replace(" ", " -- ")}`,
  });
}

/** Flags that npm knows too, and that nobody is harmed by losing. */
const HARMLESS: ReadonlySet<FlagName> = new Set<FlagName>(["yes", "json", "init"]);
const NOTHING = new Set(["", "false", "null", "prod", "production"]);

async function printVersion(): Promise<ExitCode> {
  const { toolVersion } = await import("../versions.ts");
  process.stdout.write(`${toolVersion()}\n`);
  return EXIT.clean;
}

interface Manner {
  readonly json: boolean;
  readonly verbose: boolean;
}

/** One clear line, and what to do about it. */
function explain(error: unknown, { json, verbose }: Manner): ExitCode {
  const known = error instanceof HmsyncError;
  const exitCode = known ? error.exitCode : EXIT.failure;
  const kind = error instanceof Error ? error.name : typeof error;
  // The message of an unforeseen error may quote a value, so it is not printed.
  const what = known ? error.message : `The tool broke on an unforeseen error (${kind}).`;
  const cure = known ? error.cure : "Please report it, with what --verbose prints.";
  if (json) {
    const document = { schemaVersion: 1, status: "failed", exitCode, error: { what, cure } };
    process.stdout.write(`${JSON.stringify(document)}\n`);
  }
  process.stderr.write(`${what}\n${cure}\n`);
  if (verbose && error instanceof Error) process.stderr.write(`${placesOf(error)}\n`);
  return exitCode;
}

/** A stack without its message. */
function placesOf(error: Error): string {
  const lines = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return lines.join("\n");
}

/** `hmsync ... | head` ends early; that is no failure of ours. */
function ignoreClosedPipes(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(EXIT.clean);
  });
}

process.umask(OWNER_ONLY);
process.exitCode = await main(process.argv.slice(2));
