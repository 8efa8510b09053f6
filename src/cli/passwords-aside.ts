import { isOnServer } from "./database-path.ts";
import { standsBefore } from "./find-command.ts";

/** A command line whose URLs hold no password, and those that were there. */
export interface BareArgv {
  readonly argv: readonly string[];
  /** Of the source. */
  readonly password?: string;
  /** Of the database that is written to. */
  readonly databasePassword?: string;
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
  const named = argv.flatMap((word, at) => {
    const found = addressIn(word, argv[at - 1] ?? "");
    return found !== undefined && ADDRESS.test(found.text) ? [{ at, ...found }] : [];
  });
  if (named.length === 0) return { argv };
  const { parseLocation, withoutPassword } = await import("../db/connecting/location.ts");
  const bare = [...argv];
  const passwords: { password?: string; databasePassword?: string } = {};
  for (const { at, text, of } of named) {
    const location = parseLocation(text, of === "databasePassword" ? process.env : {});
    if (location?.password === undefined) continue;
    passwords[of] = location.password;
    const word = argv[at] ?? "";
    bare[at] = word.slice(0, word.length - text.length) + withoutPassword(location);
  }
  // The kernel shows the command line to all: where it can be written over, it is.
  if (Object.keys(passwords).length > 0) process.title = "hmsync";
  return { argv: bare, ...passwords };
}

interface NamedAddress {
  readonly text: string;
  /** Where its password is put. */
  readonly of: "password" | "databasePassword";
}

/** What a word names as the database or the source. */
function addressIn(word: string, before: string): NamedAddress | undefined {
  const [, named] = /^--db=(.*)$/s.exec(word) ?? [];
  if (named !== undefined || before === "--db") {
    // A file may have a name that only looks like another program's address: who opens it says so.
    const text = named ?? word;
    return isOnServer(text) ? { text, of: "databasePassword" } : undefined;
  }
  const text = sourceIn(word, before);
  return text === undefined ? undefined : { text, of: "password" };
}

/** What a word names as a source; undefined for a flag, and for what another flag takes. */
function sourceIn(word: string, before: string): string | undefined {
  const [, named] = /^--source=(.*)$/s.exec(word) ?? [];
  if (named !== undefined || before === "--source") return named ?? word;
  // A word that no flag takes is one that lacks its --source: it is repeated when it is refused.
  return word.startsWith("-") || standsBefore(before) ? undefined : word;
}
