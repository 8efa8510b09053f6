import { OUTCOMES } from "../../shared/ledger.ts";
import type { Outcome } from "../../src/ledger/issue.ts";
import type { CodeSummary, EntitySummary, RunSummary } from "../../src/ledger/run-summary.ts";
import type { Look } from "../../src/report/import-report.ts";

// Summaries of runs, from the few numbers that a test is about.

const NO_OUTCOMES = Object.fromEntries(OUTCOMES.map((one) => [one, 0])) as Record<Outcome, number>;

/** An entity that balances, and of which nothing is to be said. */
function entitySummary(given: Partial<EntitySummary>): EntitySummary {
  return {
    ...NO_OUTCOMES,
    records: 0,
    placeholders: 0,
    released: 0,
    waiting: 0,
    undone: 0,
    vanished: 0,
    marked: 0,
    unmarked: 0,
    unmapped: 0,
    changed: {},
    targetBefore: 0,
    targetAfter: 0,
    targetAtBalance: 0,
    othersWrote: 0,
    balanced: true,
    columns: [],
    issues: {},
    findings: [],
    rounding: {},
    controlTotals: { source: {}, target: {} },
    ...given,
  };
}

/** By entity, what is not zero. */
type Entities = Readonly<Record<string, Partial<EntitySummary>>>;

/** A strict import of the export `legacy` that was committed, unless said. */
export function runSummary(
  entities: Entities,
  given: Partial<Omit<RunSummary, "entities">> = {},
): RunSummary {
  return {
    schemaVersion: 1,
    run: "run-7",
    kind: "import",
    ofRun: null,
    status: "committed",
    committed: true,
    exitCode: 0,
    complete: true,
    legacySystem: "ward",
    mapping: "generic",
    currency: "INR",
    timeZone: "UTC",
    asOf: "2026-01-14",
    startedAt: "2026-01-14T08:00:00.000Z",
    finishedAt: "2026-01-14T08:00:01.000Z",
    source: "legacy",
    database: "new.db",
    backup: null,
    reportFolder: null,
    settings: SETTINGS,
    versions: {},
    files: [],
    fixes: null,
    ignored: [],
    differences: [],
    failure: null,
    ...given,
    entities: Object.fromEntries(
      Object.entries(entities).map(([entity, counts]) => [entity, entitySummary(counts)]),
    ),
  };
}

const SETTINGS: RunSummary["settings"] = {
  mode: "strict",
  dryRun: false,
  batchSize: 500,
  archive: false,
  onConflict: "keep",
  markVanished: false,
};
export const LENIENT = { settings: { ...SETTINGS, mode: "lenient" } } as const;
export const DRY = { settings: { ...SETTINGS, dryRun: true } };

/** The same without a commit. */
export const uncommitted = (
  status: RunSummary["status"],
  entities: Entities,
  given: Partial<Omit<RunSummary, "entities">> = {},
): RunSummary => runSummary(entities, { status, committed: false, ...given });

/** A code with its first lines in one file. */
export function finding(
  code: string,
  lines: readonly number[],
  given: Partial<CodeSummary> = {},
): CodeSummary {
  return {
    code,
    severity: "error",
    count: lines.length,
    places: lines.map((line) => ({ file: "patients.csv", record: line - 1, line })),
    ofRejectedParent: 0,
    advice: "advice",
    ...given,
  };
}

const plain = (text: string): string => text;

/** What is bad is marked with `!`; a command is typed as `‹COMMAND FLAGS›`. */
export const LOOK: Look = {
  paint: { bad: (text) => `!${text}`, warn: plain, good: plain, strong: plain },
  typed: (command, flags = "") => `‹${[command, flags].filter(Boolean).join(" ")}›`,
  again: "--source legacy",
  sameDatabase: "--db new.db",
  application: "HMSync",
};

/** The commands that a text tells people to type. */
export const commandsIn = (text: string): string[] =>
  [...text.matchAll(/‹([^›]*)›/g)].map(([, command = ""]) => command);

/** The lines of a text that have these words; where columns are apart, ` | ` stands. */
export const linesWith = (text: string, words: string): string[] =>
  text
    .split("\n")
    .filter((line) => line.includes(words))
    .map((line) => line.trim().replace(/ {2,}/g, " | "));
