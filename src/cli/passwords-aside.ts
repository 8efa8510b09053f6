import { standsBefore } from "./find-command.ts";

/** A command line whose URLs hold no password, and the one that was there. */
export interface BareArgv {
  readonly argv: readonly string[];
  readonly password?: string | undefined;
}

/** A URL, or a list of settings: most words are neither, and cost nothing. */
const ADDRESS = /^[^/]*:(?!\\)|=/;

/**
 * Takes the password out of a command line before anything is done with it: what is repeated of it later, in a
 * message, a resume line, the ledger, the title of the process, cannot hold one.
 *
 * @throws UsageError, which repeats nothing, where a URL is not well written
 */
export async function setPasswordAside(argv: readonly string[]): Promise<BareArgv> {
  const sources = argv.flatMap((word, at) => {
    const text = sourceIn(word, argv[at - 1] ?? "");
    return text !== undefined && ADDRESS.test(text) ? [{ at, text }] : [];
  });
  if (sources.length === 0) return { argv };
  const { parseLocation, withoutPassword } = await import("../db/connecting/location.ts");
  const bare = [...argv];
  let password: string | undefined;
  for (const { at, text } of sources) {
    const location = parseLocation(text);
    if (location?.password === undefined) continue;
    password = location.password;
    const word = argv[at] ?? "";
    bare[at] = word.slice(0, word.length - text.length) + withoutPassword(location);
  }
  // The kernel shows the command line to all: where it can be written over, it is.
  if (password !== undefined) process.title = "hmsync";
  return { argv: bare, password };
}

/** What a word names as a source; undefined for a flag, and for what another flag takes. */
function sourceIn(word: string, before: string): string | undefined {
  const [, named] = /^--source=(.*)$/s.exec(word) ?? [];
  if (named !== undefined || before === "--source") return named ?? word;
  // A word that no flag takes is one that lacks its --source: it is repeated when it is refused.
  return word.startsWith("-") || standsBefore(before) ? undefined : word;
}
