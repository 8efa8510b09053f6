import { z } from "zod";
import { OUT_OF_PLACE } from "../../db/sqlite/migration-words.ts";
import { normalized, tokenize } from "../../db/sqlite/sql-tokens.ts";
import { type Decisions, NO_DECISIONS } from "../decisions.ts";

// A migration is a file that drizzle-kit reads too: statements with breakpoints between them. Its
// first line says, in a comment, what may be lost or changed by it; what it does not say, it may not
// do.

const BREAKPOINT = "--> statement-breakpoint";
const DECISIONS = "-- hmsync: ";
const IRREVERSIBLE = "-- irreversible: ";

/** What a migration file says. */
export interface MigrationText {
  readonly statements: readonly string[];
  readonly decisions: Decisions;
  /** Older tables whose rows are copied into the new one behind the statements: `db:copy-table`. */
  readonly copies: readonly string[];
  /** Why the way back is none; only in down files. */
  readonly irreversible: readonly string[];
}

const Header = z.object({
  allowDrop: z.array(z.string()).optional(),
  allowDropTable: z.array(z.string()).optional(),
  allowConvert: z.array(z.string()).optional(),
  copyTables: z.array(z.string()).optional(),
  renames: z.array(z.object({ table: z.string(), from: z.string(), to: z.string() })).optional(),
  renameTables: z.array(z.object({ from: z.string(), to: z.string() })).optional(),
  backfills: z
    .array(z.object({ table: z.string(), column: z.string(), expression: z.string() }))
    .optional(),
});

/** The text of a migration file. */
export function writeMigration(text: MigrationText): string {
  const { statements, decisions, copies, irreversible } = text;
  const named = Object.entries({ ...decisions, copyTables: copies }).filter(
    ([, value]) => Array.isArray(value) && value.length > 0,
  );
  const header = named.length === 0 ? [] : [DECISIONS + JSON.stringify(Object.fromEntries(named))];
  const reasons = irreversible.map((reason) => IRREVERSIBLE + reason);
  const body = statements.map((sql) => `${sql};`).join(`\n${BREAKPOINT}\n`);
  return `${[...header, ...reasons, body].join("\n")}\n`;
}

/** What the text of a migration file says; undefined if its first line is not understood. */
export function readMigration(text: string): MigrationText | undefined {
  const lines = text.split("\n");
  const header = lines.find((line) => line.startsWith(DECISIONS));
  const said =
    header === undefined
      ? { decisions: NO_DECISIONS, copies: [] }
      : readHeader(header.slice(DECISIONS.length));
  if (said === undefined) return undefined;
  const statements = text
    .split(BREAKPOINT)
    .map((part) => part.trim())
    .filter((part) => part.replace(/--[^\n]*/g, "").trim() !== "");
  const irreversible = lines
    .filter((line) => line.startsWith(IRREVERSIBLE))
    .map((line) => line.slice(IRREVERSIBLE.length));
  return { statements, ...said, irreversible };
}

const TRIGGER = /^create (temp |temporary )?trigger\b/;

/** The word of a statement that may not stand in a migration; undefined if all may. */
export const outOfPlace = ({ statements }: MigrationText): string | undefined =>
  statements.map(wordOutOfPlace).find((word) => word !== undefined);

function wordOutOfPlace(sql: string): string | undefined {
  const tokens = tokenize(sql);
  let inTrigger = false;
  for (const [at, { kind, meaning, raw }] of tokens.entries()) {
    if (at > 0 && tokens[at - 1]?.raw !== ";") continue;
    const wasInTrigger: boolean = inTrigger;
    const start = normalized(tokens.slice(at, at + 3));
    inTrigger = wasInTrigger ? meaning !== "end" : TRIGGER.test(start);
    if (!wasInTrigger && kind === "name" && OUT_OF_PLACE.test(meaning)) return raw;
  }
  return undefined;
}

function readHeader(json: string): Pick<MigrationText, "decisions" | "copies"> | undefined {
  try {
    const read = Header.safeParse(JSON.parse(json));
    if (!read.success) return undefined;
    const { copyTables: copies = [], ...decided } = read.data;
    return { decisions: { ...NO_DECISIONS, ...withoutGaps(decided) }, copies };
  } catch {
    return undefined;
  }
}

function withoutGaps(header: Omit<z.infer<typeof Header>, "copyTables">): Partial<Decisions> {
  return Object.fromEntries(Object.entries(header).filter(([, value]) => value !== undefined));
}
