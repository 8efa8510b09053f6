import { NoServerHere } from "./postgresql-binaries.ts";
import { startPostgresql } from "./postgresql-server.ts";

// A process of its own, that the test run holds by its standard input: however the run ends, killed
// ones included, the input ends with it, and the server is stopped.

/** What the test run is told, as one line of JSON. */
export type Started = { readonly url: string } | { readonly none: string };

const say = (started: Started) => process.stdout.write(`${JSON.stringify(started)}\n`);

// Ctrl-C reaches everybody at the terminal. The test run ends first.
process.on("SIGINT", () => undefined);

try {
  const { url, stop } = await startPostgresql();
  const end = async () => {
    await stop();
    process.exit();
  };
  process.stdin.on("end", () => void end()).resume();
  process.on("SIGTERM", () => void end());
  say({ url });
} catch (error) {
  if (!(error instanceof NoServerHere)) throw error;
  say({ none: `${error.message} ${error.cure}` });
}
