import type { Location } from "./location.ts";

/** Where libpq looks for a server's socket if nobody says; a socket there counts as localhost. */
const USUAL_SOCKETS = ["/tmp", "/var/run/postgresql", "/run/postgresql"];

/**
 * The password of a password file (`host:port:database:user:password`) for a place, by libpq's rules: the first
 * line that matches counts, `*` matches anything, `\:` and `\\` are signs of a name, `#` begins a comment.
 */
export function matchingPassword(text: string, location: Location): string | undefined {
  const { socket, host, port, database, user } = location;
  const named = socket === undefined || USUAL_SOCKETS.includes(socket) ? host : socket;
  const wanted = [named, String(port), database, user];
  for (const line of text.split("\n")) {
    const written = line.replace(/\r$/, "");
    if (written.startsWith("#")) continue;
    const fields = fieldsOf(written);
    const matches = wanted.every((one, at) => fields[at]?.raw === "*" || fields[at]?.text === one);
    // What stands behind a fifth colon is no part of the password.
    if (matches && fields.length > wanted.length) return fields[wanted.length]?.text;
  }
  return undefined;
}

interface Field {
  readonly raw: string;
  readonly text: string;
}

function fieldsOf(line: string): Field[] {
  // A colon counts unless an odd number of backslashes stands before it.
  const raws = line.split(/(?<=(?:^|[^\\])(?:\\\\)*):/);
  return raws.map((raw) => ({ raw, text: raw.replace(/\\(.)/gs, "$1") }));
}
