import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { type Serving, serveReview } from "../../review/server.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { SIGNALS } from "../interrupt.ts";
import { asTyped, sameDatabase } from "../invocation-hint.ts";
import { passwordMeans } from "../password-means.ts";
import { meansOf } from "../run-in-terminal.ts";
import type { Terminal } from "../terminal.ts";
import { inTypedForm } from "../typed-form.ts";
import { targetOf } from "../wiring.ts";

const HIGHEST_PORT = 65_535;

/** Serves the page on which the data owner looks, corrects and signs, until Ctrl-C. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { flags, operand } = args;
  // Whoever looks at the page does not look at the terminal.
  const { ask: _, ...passwords } = passwordMeans({ args, terminal });
  const serving = await serveReview({
    target: targetOf(args),
    database: databasePath(args),
    run: operand,
    means: meansOf({ args }),
    passwords,
    who: userInfo().username,
    note: terminal.narrate,
    typed: (command, parts) =>
      inTypedForm(asTyped(command, [parts, sameDatabase(args)].filter(Boolean).join(" "))),
    onFailure: (error) => terminal.narrate(String((error as Error).stack ?? error)),
    ...(flags.port !== undefined && { port: portIn(flags.port) }),
  });
  const link = serving.makeLink();
  terminal.result(link);
  terminal.narrate(
    "The link lets in one browser, once. Enter makes another one; Ctrl-C ends the page.",
  );
  if (!flags["no-open"] && terminal.live) await openBrowser(link, terminal);
  const why = await attended(serving, terminal);
  terminal.narrate(
    why === "idle" ? "Nobody used the page for 30 minutes: it was ended." : "The page was ended.",
  );
  return EXIT.clean;
}

function portIn(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= HIGHEST_PORT) return port;
  throw new UsageError("--port takes a number up to 65535.", {
    cure: "Omit it to use any free port.",
  });
}

/** Serves until somebody or nobody ends it; each line that is typed meanwhile asks for a new link. */
async function attended(serving: Serving, terminal: Terminal): Promise<"closed" | "idle"> {
  const stop = () => void serving.close();
  const another = () => terminal.result(serving.makeLink());
  for (const name of SIGNALS) process.on(name, stop);
  process.stdin.on("data", another);
  try {
    return await serving.ended;
  } finally {
    process.stdin.off("data", another);
    process.stdin.pause();
    for (const name of SIGNALS) process.off(name, stop);
  }
}

/** All users of a machine see what its processes were started with: the link goes through a file. */
async function openBrowser(link: string, terminal: Terminal): Promise<void> {
  const { default: open } = await import("open");
  const folder = mkdtempSync(join(tmpdir(), "hmsync-review-"));
  const page = join(folder, "open.html");
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><script>location.replace(${JSON.stringify(link)})</script>`,
    { mode: 0o600 },
  );
  const forget = () => rmSync(folder, { recursive: true, force: true });
  setTimeout(forget, 60_000).unref();
  process.once("exit", forget);
  try {
    const child = await open(page);
    child.once("error", () =>
      terminal.narrate("No browser could be opened: open the link yourself."),
    );
  } catch {
    terminal.narrate("No browser could be opened: open the link yourself.");
  }
}
