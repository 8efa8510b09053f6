import { readFileSync } from "node:fs";
import { z } from "zod";
import { UsageError } from "../../../plain/errors.ts";
import { sha256OfText } from "../../../plain/hash-file.ts";
import { isUsedLater, type Kind, kindOf, whyRefused } from "./kinds-of-statements.ts";
import { readStatements, refusedAt, type Statement } from "./read-statements.ts";

// The line of a file that says what may be lost or changed by it; what it does not say, it may not do:
// -- hmsync: {"allowDrop":["patients.phone"]}
const DECISIONS = "-- hmsync: ";
const IRREVERSIBLE = "-- irreversible: ";

const Names = z.array(z.string()).default([]);
const Header = z.looseObject({
  /** `table.column`: its values may be lost. */
  allowDrop: Names,
  /** Its rows may be lost. */
  allowDropTable: Names,
  /** `table.column`: its values may change. */
  allowConvert: Names,
  /** As a refusal names it: `policy tenant on public.patients`. */
  allowDropObject: Names,
});

/** What may vanish or change. */
export type Permissions = Readonly<
  Record<"allowDrop" | "allowDropTable" | "allowConvert" | "allowDropObject", readonly string[]>
>;

/** Statements that run together: in one transaction, or one of them outside of any. */
export interface Step {
  readonly kind: "inside" | "outside";
  readonly statements: readonly Statement[];
}

/** What a file of a numbered folder says. */
export interface NumberedText {
  readonly path: string;
  /** Of its text without a byte order mark and with plain line ends: the same on every machine. */
  readonly sha256: string;
  readonly permissions: Permissions;
  /** Why there is no way back; only in down files. */
  readonly irreversible: readonly string[];
  readonly steps: readonly Step[];
}

/**
 * Reads a file of SQL, and what each of its statements is to a migration.
 *
 * @throws UsageError with the line, if anything in it cannot be carried out as a migration
 */
export function readNumbered(path: string): NumberedText {
  const text = readText(path);
  const lines = text.split("\n");
  const irreversible = lines
    .filter((line) => line.startsWith(IRREVERSIBLE))
    .map((line) => line.slice(IRREVERSIBLE.length));
  const statements = readStatements(path, text);
  if (statements.length === 0 && irreversible.length === 0) {
    throw new UsageError(`${path} has no statement, so it would count as applied and do nothing.`, {
      cure: "Restore its content, or remove the file. Nothing was changed.",
    });
  }
  const header = { permissions: permissionsIn(path, lines), sha256: sha256OfText(text) };
  return { path, irreversible, ...header, steps: stepsOf(path, statements) };
}

const UTF_16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

function readText(path: string): string {
  const bytes = readBytes(path);
  if (UTF_16.some((mark) => bytes.subarray(0, 2).equals(mark)))
    throw refusedAt(path, "is UTF-16", "Save it as UTF-8.");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text.replaceAll("\r\n", "\n");
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
  }
  throw refusedAt(path, "is not UTF-8 text", "Save it as UTF-8.");
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UsageError(`${path} cannot be read (${code}).`, { cure: "Check the file.", cause });
  }
}

function permissionsIn(path: string, lines: readonly string[]): Permissions {
  const at = lines.findIndex((line) => line.startsWith(DECISIONS));
  const written = at === -1 ? "{}" : (lines[at] ?? "").slice(DECISIONS.length);
  const cure = `Write it as  ${DECISIONS}{"allowDrop":["patients.phone"]}`;
  try {
    const read = Header.safeParse(JSON.parse(written));
    if (read.success) return read.data;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw refusedAt(`${path} line ${at + 1}`, "the decisions behind -- hmsync: are not valid", cure);
}

function stepsOf(path: string, statements: readonly Statement[]): Step[] {
  const steps: { kind: Step["kind"]; statements: Statement[] }[] = [];
  for (const { statement, kind } of withoutControl(path, statements)) {
    const last = steps.at(-1);
    if (kind === "inside" && last?.kind === "inside") last.statements.push(statement);
    else steps.push({ kind, statements: [statement] });
  }
  return steps;
}

interface Sorted {
  readonly statement: Statement;
  readonly kind: Step["kind"];
}

/** BEGIN and COMMIT are left out where they are paired: the migration's own transaction takes their place. */
function withoutControl(path: string, statements: readonly Statement[]): Sorted[] {
  let open: Statement | undefined;
  const sorted = statements.flatMap((statement): Sorted[] => {
    const place = `${path} line ${statement.line}`;
    const kind = allowedKind(place, statement);
    if (kind === "begin" || kind === "end") {
      if ((kind === "end") !== (open !== undefined)) throw unpaired(place, kind);
      open = kind === "begin" ? statement : undefined;
      return [];
    }
    if (kind === "inside" && !isUsedLater(statement, statements)) return [{ statement, kind }];
    if (open !== undefined) throw outsideWithin(place, statement);
    return [{ statement, kind: "outside" }];
  });
  const left = open as Statement | undefined;
  if (left !== undefined) throw unpaired(`${path} line ${left.line}`, "begin");
  return sorted;
}

function allowedKind(place: string, statement: Statement): Kind {
  const refused = whyRefused(statement);
  if (refused === undefined) return kindOf(statement);
  throw refusedAt(place, `${firstWords(statement)} ${refused.what}`, refused.cure);
}

const firstWords = ({ tokens }: Statement): string =>
  tokens
    .slice(0, 2)
    .filter(({ kind }) => kind === "word")
    .map(({ text }) => text)
    .join(" ");

function unpaired(place: string, kind: "begin" | "end"): UsageError {
  const what =
    kind === "begin"
      ? "this transaction begins within another, or has no COMMIT"
      : "this COMMIT ends no transaction";
  return refusedAt(
    place,
    what,
    "Pair BEGIN and COMMIT, or leave both out: a file is a transaction.",
  );
}

const outsideWithin = (place: string, statement: Statement): UsageError =>
  refusedAt(
    place,
    `${firstWords(statement)} runs outside of a transaction alone, and stands between BEGIN and COMMIT`,
    "Move it behind COMMIT.",
  );
