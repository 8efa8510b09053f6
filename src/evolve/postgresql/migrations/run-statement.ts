import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { codeOf } from "../../../db/postgresql/cannot-connect.ts";
import { serverFailure } from "../../../db/postgresql/server-failure.ts";
import { DatabaseError } from "../../../plain/errors.ts";
import type { Statement } from "./read-statements.ts";

/** Runs a statement of a file, with the rows behind it. */
export async function runStatement(
  client: pg.Client,
  { sql, rows, line }: Statement,
  path: string,
): Promise<void> {
  try {
    if (rows === undefined) await client.query(sql);
    else await pipeline(Readable.from([Buffer.from(rows)]), client.query(copyFrom(sql)));
  } catch (error) {
    throw statementFailed(error, sql, `${path} line ${line}`);
  }
}

interface Told {
  readonly what: string;
  readonly cure: string;
}

const WRITE = "Correct the file.";
const THERE: Told = {
  what: "what it makes is there already",
  cure: "Write IF NOT EXISTS, or take over a folder that was applied by hand:  hmsync db:adopt-migrations",
};
const NOT_THERE = (what: string): Told => ({
  what: `${what} that it names is not there`,
  cure: "Correct the name, or put what makes it before this.",
});

const REASONS: Readonly<Record<string, Told>> = {
  "42601": { what: "the server does not understand it", cure: WRITE },
  "42P01": NOT_THERE("a table or view"),
  "42703": NOT_THERE("a column"),
  "42883": NOT_THERE("a function or operator"),
  "42704": NOT_THERE("a type, role, policy or other object"),
  "3F000": NOT_THERE("a schema"),
  "42P07": THERE,
  "42701": THERE,
  "42710": THERE,
  "42P06": THERE,
  "42723": THERE,
  "42P16": THERE,
  "2BP01": { what: "other objects depend on what it drops", cure: "Drop those by name first." },
  "55P04": {
    what: "a value of an enum is used in the transaction that adds it",
    cure: "Put what uses it into the next file.",
  },
  "2D000": {
    what: "a function or block of it ends the transaction",
    cure: "Remove COMMIT and ROLLBACK from the block.",
  },
  "42501": {
    what: "the role may not do this",
    cure: "Run as the owner of the objects, or grant what is missing.",
  },
};

/** Of the class of syntax and of names, the server's place is one in the file. */
function statementFailed(error: unknown, sql: string, place: string): Error {
  const told = REASONS[codeOf(error) ?? ""];
  if (told === undefined) return serverFailure(error, place);
  return new StatementRefused(`${place}${columnOf(error, sql)}: ${told.what} (${codeOf(error)}).`, {
    cure: told.cure,
    code: codeOf(error) ?? "",
  });
}

/** A statement that the server does not take as it is written. */
export class StatementRefused extends DatabaseError {
  /** SQLSTATE. */
  readonly code: string;

  constructor(what: string, { cure, code }: { readonly cure: string; readonly code: string }) {
    super(what, { cure });
    this.code = code;
  }
}

/** Where in a statement of several lines. */
function columnOf(error: unknown, sql: string): string {
  const position = Number((error as { readonly position?: string }).position ?? Number.NaN);
  if (!Number.isInteger(position) || position < 1) return "";
  const before = [...sql].slice(0, position - 1).join("");
  const lines = before.split("\n").length - 1;
  return lines === 0 ? "" : ` (its line ${lines + 1})`;
}
