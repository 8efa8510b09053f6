import { besideServer } from "../jobs/server/beside-server.ts";
import { type OnServerOptions, withServer } from "../jobs/server/with-server.ts";
import { type ExitCode, UsageError } from "../plain/errors.ts";
import type { AmongCommands, Command, NamedServer } from "./command.ts";
import { failpoint } from "./failpoints.ts";
import { interruptSignal } from "./interrupt.ts";
import { namedServer } from "./named-server.ts";
import { type ServerUse, serverUse } from "./server-uses.ts";
import { targetOf } from "./wiring.ts";

/** What a command may do there, and what becomes of a database without tables. */
const ON_SHADOW = {
  look: { access: "look", ifMissing: "refuse" },
  rehearse: { access: "look", ifMissing: "pretend" },
  examine: { access: "write", ifMissing: "pretend" },
  write: { access: "write", ifMissing: "refuse" },
  create: { access: "write", ifMissing: "create" },
} as const satisfies Partial<Record<ServerUse, Pick<OnServerOptions, "access" | "ifMissing">>>;

/**
 * Runs a command whose database is on a server.
 *
 * @throws UsageError if it knows files alone
 */
export async function runOnServer(command: Command, invocation: AmongCommands): Promise<ExitCode> {
  const server = namedServer(invocation);
  const use = serverUse(command.name, invocation.args);
  const module = await command.load();
  if (server !== undefined && module.runOnServer !== undefined) {
    return module.runOnServer({ ...invocation, server });
  }
  if (server === undefined || use === undefined || use === "itself") throw filesAlone(command);
  const onShadow = (shadow: string) =>
    module.run({ ...invocation, args: { ...invocation.args, shadow } });
  if (use === "beside") return besideServer({ ...server, atExit }, onShadow);
  return shadowed({ command, use, server }, invocation, onShadow);
}

interface Shadowed {
  readonly command: Command;
  readonly use: keyof typeof ON_SHADOW;
  readonly server: NamedServer;
}

async function shadowed(
  { command, use, server }: Shadowed,
  { args, terminal }: AmongCommands,
  run: (shadow: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  // Until the command itself says how it is interrupted.
  const interrupt = interruptSignal(terminal);
  try {
    return await withServer(
      {
        ...ON_SHADOW[use],
        database: server.url,
        target: targetOf(args),
        command: command.name,
        passwords: server.passwords,
        liftForceRls: args.flags["lift-force-rls"] === true,
        signal: interrupt.signal,
        failAt: failpoint(),
        atExit,
      },
      (shadow) => {
        interrupt.release();
        return run(shadow);
      },
      { note: terminal.narrate },
    );
  } finally {
    interrupt.release();
  }
}

/** Whoever presses Ctrl-C twice ends the process where it is. */
function atExit(work: () => void): () => void {
  process.once("exit", work);
  return () => process.off("exit", work);
}

const filesAlone = ({ name }: Command): UsageError =>
  new UsageError(`${name} works on SQLite files alone.`, { cure: "Name a file with --db." });
