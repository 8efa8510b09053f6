import { compareObjects, type DatabaseObject, titleOfObject } from "../objects.ts";
import { beginningOf } from "./kinds-of-statements.ts";
import type { Statement } from "./read-statements.ts";

/** What protects rows or is built upon them, and goes easily with something else: by CASCADE, or with a table made anew. */
const WATCHED: readonly DatabaseObject["kind"][] = [
  "row-level security",
  "forced row-level security",
  "policy",
  "grant",
  "default grant",
  "trigger",
  "rule",
  "view",
  "function",
  "event trigger",
  "constraint",
  "index",
  "publication",
];

/** They go with a column, which is named by its own loss. */
const OF_COLUMNS: readonly DatabaseObject["kind"][] = ["constraint", "index", "grant"];

/** Two readings of a database's objects, and what was done between them. */
export interface Between {
  readonly before: readonly DatabaseObject[];
  readonly after: readonly DatabaseObject[];
  readonly statements: readonly Statement[];
  /** Objects that may vanish, as messages name them. */
  readonly allowed: readonly string[];
}

/** Objects that have vanished without a statement that names them: `policy tenant on public.patients`. */
export function findVanished({ before, after, statements, allowed }: Between): string[] {
  const { gone } = compareObjects(before, after);
  const tables = new Set(after.flatMap(({ kind, name }) => (kind === "table" ? [name] : [])));
  const named = namesOf(statements);
  const columns = gone.filter(({ kind }) => kind === "column");
  const lostColumn = (table: string) => columns.some((column) => column.table === table);
  return gone
    .filter(({ kind }) => WATCHED.includes(kind))
    .filter((object) => {
      const { kind, table } = object;
      if (allowed.includes(titleOfObject(object))) return false;
      // With the table goes all that is on it; where it is there again, it was made anew without them.
      if (table !== null && !tables.has(table) && named(lastName(table), "DROP")) return false;
      if (table !== null && OF_COLUMNS.includes(kind) && lostColumn(table)) return false;
      return !isNamed(object, named);
    })
    .map(titleOfObject);
}

type Named = (name: string, ...verbs: readonly string[]) => boolean;

/** Whether a statement that begins with one of the verbs has the name among its tokens. */
function namesOf(statements: readonly Statement[]): Named {
  const removing = statements
    .map((statement) => ({ statement, verb: statement.tokens[0]?.text ?? "" }))
    .filter(({ verb }) => /^(?:DROP|ALTER|REVOKE)$/.test(verb))
    .map(({ statement, verb }) => {
      const names = statement.tokens.map(({ kind, text }) =>
        kind === "name" ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase(),
      );
      return {
        verb,
        names: new Set(names),
        whole: / ALL \w+ IN SCHEMA /.test(beginningOf(statement)),
      };
    });
  return (name, ...verbs) =>
    removing.some(
      ({ verb, names, whole }) =>
        verbs.includes(verb) && (names.has(name) || (whole && verb === "REVOKE")),
    );
}

function isNamed({ kind, name, table }: DatabaseObject, named: Named): boolean {
  if (kind === "row-level security" || kind === "forced row-level security") {
    return table !== null && named(lastName(table), "ALTER") && named("row", "ALTER");
  }
  if (kind === "grant" || kind === "default grant") {
    const [, on = ""] = / on (?:schema |type )?(.*)$/.exec(name) ?? [];
    const parts = on.replace(/\(.*$/, "").split(/\.(?=(?:[^"]*"[^"]*")*[^"]*$)/);
    if (kind === "default grant") return named("privileges", "ALTER");
    const dropped =
      parts.length > 0 && named(lastName(on.replace(/\(.*$/, "")), "DROP") && table === null;
    return dropped || parts.some((part) => named(bare(part), "REVOKE"));
  }
  const own = name.replace(/ on .*$/, "").replace(/\(.*$/, "");
  return named(lastName(own), "DROP", "ALTER");
}

/** The name itself of one that is written in full. */
function lastName(written: string): string {
  const [, last = written] = /(?:^|\.)("(?:[^"]|"")+"|[^."]+)$/.exec(written) ?? [];
  return bare(last);
}

const bare = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
