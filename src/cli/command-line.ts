import { EXIT, type ExitCode, UsageError } from "../plain/errors.ts";
import type { Arguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { namesServer } from "./database-path.ts";
import { explainFailure } from "./explain-failure.ts";
import { findCommand, isNamed, splitArgv } from "./find-command.ts";
import type { FlagName } from "./flags.ts";
import { commandHelp, overview } from "./help.ts";
import { parseArgv } from "./parse-argv.ts";
import { type BareArgv, setPasswordAside } from "./passwords-aside.ts";
import { forScreen, helpRoom, processTerminal, type Terminal } from "./terminal.ts";

/**
 * Runs one command line; reports what went wrong instead of throwing.
 *
 * @param argv without the program
 */
export async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  const { name, rest } = splitArgv(argv);
  try {
    const bare = await setPasswordAside(argv);
    return await run(bare);
  } catch (error) {
    return explainFailure(error, {
      json: rest.includes("--json"),
      verbose: rest.includes("--verbose") || rest.includes("-v"),
      unbegun: COMMANDS.find((command) => isNamed(command, name))?.unbegun ?? {},
    });
  }
}

async function run({ argv, ...passwords }: BareArgv): Promise<ExitCode> {
  const { name, rest } = splitArgv(argv);
  if (name === undefined || name === "help") {
    if (rest.includes("--version")) return await printVersion();
    process.stdout.write(`${forScreen(overview(), helpRoom())}\n`);
    return name === "help" || asksForHelp(rest) ? EXIT.clean : EXIT.usage;
  }
  return await dispatch(await findCommand(name), { argv: rest, ...passwords });
}

const asksForHelp = (argv: readonly string[]): boolean =>
  argv.includes("--help") || argv.includes("-h");

async function dispatch(command: Command, { argv, ...passwords }: BareArgv): Promise<ExitCode> {
  if (asksForHelp(argv)) {
    process.stdout.write(`${forScreen(commandHelp(command), helpRoom())}\n`);
    return EXIT.clean;
  }
  checkNpmFlags(command, argv);
  // Where the folder that it is run in is gone, nothing is begun.
  process.cwd();
  const given = await parseArgv(command, argv);
  const terminal = processTerminal({ quiet: given.flags.quiet === true });
  const config = await configFor(command, given, terminal);
  const invocation = { args: { ...given, ...config, ...passwords }, terminal, commands: COMMANDS };
  if (command.flags.includes("db") && namesServer(invocation.args)) {
    const { runOnServer } = await import("./run-on-server.ts");
    return runOnServer(command, invocation);
  }
  const { run } = await command.load();
  return run(invocation);
}

/** The configuration is loaded only where there is one, and by a command that has a use for it. */
async function configFor(
  { flags }: Command,
  given: Arguments,
  terminal: Terminal,
): Promise<Pick<Arguments, "config">> {
  if (!flags.includes("config")) return {};
  const { configPath, fromHere } = await import("./config-path.ts");
  const path = configPath(given.flags.config);
  if (path === undefined) return {};
  const { loadConfig } = await import("./config.ts");
  const config = await loadConfig(path);
  terminal.narrate(`Target ${config.target.name}, from ${fromHere(path)}`);
  return { config };
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
  throw new UsageError(`npm took the flag --${taken} for itself.`, {
    cure: `Put -- before the flags:  hmsync ${command.example}`,
  });
}

/** Flags that npm knows too, and that nobody is harmed by losing. */
const HARMLESS: ReadonlySet<FlagName> = new Set<FlagName>([
  "yes",
  "json",
  "init",
  "force",
  "name",
  "out",
]);
const NOTHING = new Set(["", "false", "null", "prod", "production"]);

async function printVersion(): Promise<ExitCode> {
  const { toolVersion } = await import("../db/versions.ts");
  process.stdout.write(`${toolVersion()}\n`);
  return EXIT.clean;
}
