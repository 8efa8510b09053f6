import { tmpdir } from "node:os";
import { join } from "node:path";
import { pid } from "node:process";
import type { Target } from "../../../importers/define-target.ts";
import type {
  WrittenEntity,
  WrittenMapping,
  WrittenProposal,
  WrittenQuestion,
} from "../../assess/propose/draft-mapping.ts";
import type { Trial, TriedEntity } from "../../assess/show/forecast.ts";
import { runImport } from "../../import/run/run-import.ts";
import { owningEntity } from "../../import/selection/selection.ts";
import type { EntitySummary, RunSettings } from "../../ledger/run-summary.ts";
import type { Fit } from "../../mapping/fit.ts";
import { fitMapping } from "../../mapping/fit-mapping.ts";
import { openLookups, withLookups } from "../../mapping/lookup/open-lookups.ts";
import { parseMapping } from "../../mapping/mapping.ts";
import { grouped } from "../../plain/columns.ts";
import { DecisionNeeded, HmsyncError } from "../../plain/errors.ts";
import { saysOf } from "../../report/trial-text.ts";
import type { Assessed } from "../draft-export.ts";
import { openTrial } from "../run/open-target.ts";

/** More records take longer than one waits for a proposal: then it is tried with some of the patients, or of what else records belong to. */
const MOST_RECORDS = 300_000;
const SAMPLED = 1_000;
/** All of an export is read for a sample of it too. */
const MOST_READ = 1_000_000;
/** From this share of an entity's records on, a proposal is nothing to import by. */
const MOST = 0.5;
/** An amount needs a currency and an instant a zone: any does to try them. */
const ANY = { currency: "USD", timeZone: "UTC" };

const SETTINGS: RunSettings = {
  mode: "lenient",
  dryRun: true,
  batchSize: 20_000,
  archive: false,
  onConflict: "keep",
  markVanished: false,
};

/**
 * Imports an export by the mapping that is proposed for it, into a temporary database, so that a proposal that
 * the import would refuse, or under which most records are rejected, says so.
 */
export async function tryProposal(
  written: WrittenMapping,
  { profile, proposals, target }: Assessed,
  { asOf, signal, most = MOST_RECORDS }: Trying,
): Promise<Trial> {
  const records = profile.files.reduce((sum, file) => sum + (file.records ?? 0), 0);
  const { whole: tryable, left } = withoutUnsaid(written, target.importers);
  const [first] = left;
  if (first !== undefined && Object.keys(tryable.entities).length === 0) {
    return { outcome: "not tried", why: `${first.key} has to be decided first`, isPlain: true };
  }
  const database = written.undecided?.find(({ key }) => /^reading\..+\.database$/s.test(key));
  if (database !== undefined) {
    return { outcome: "not tried", why: `${database.key} has to be decided first`, isPlain: true };
  }
  const isSample = records > most;
  const owner = owningEntity(target.importers);
  const hasOwner = owner !== undefined && tryable.entities[owner] !== undefined;
  if (isSample && (records > MOST_READ || !hasOwner)) {
    const why = `the export has ${grouped(records)} records: import --dry-run says what it finds`;
    return { outcome: "not tried", why, isPlain: true };
  }
  try {
    const mapping = parseMapping("the proposal", completed(tryable, proposals), target.importers);
    const headed = profile.files.map((file) => file.headed);
    const fit = fitMapping(headed, [mapping], target.importers);
    const lookups = await openLookups(fit.files, headed);
    const whole: Fit = { ...fit, files: withLookups(fit.files, lookups), lookups };
    const settings = isSample ? { ...SETTINGS, sample: { count: SAMPLED } } : SETTINGS;
    const entities = await carryOut(whole, { asOf, signal, settings, target });
    const more = { ...(isSample && { sample: SAMPLED }), ...(first && { left }) };
    return { outcome: "tried", entities, ...more };
  } catch (failure) {
    if (!(failure instanceof HmsyncError)) throw failure;
    const outcome = failure instanceof DecisionNeeded ? "not tried" : "refused";
    return { outcome, why: failure.message };
  }
}

/** How a proposal is tried. */
interface Trying {
  readonly asOf: string;
  readonly signal?: AbortSignal | undefined;
  /** With more records than these, it is tried with a sample of them. */
  readonly most?: number;
}

/** The mapping without entities that lack a field which a person has to name, and without what names their records. */
function withoutUnsaid(written: WrittenMapping, importers: Target["importers"]) {
  const unsaid = new Map<string, string>();
  // Parents come first.
  for (const { entity, fields } of importers) {
    const before = `entities.${entity}.fields.`;
    const own = (written.undecided ?? []).find(
      ({ key, rule }) => isField(key) && key.startsWith(before) && !rule,
    );
    const named = Object.values(fields).map(({ reference }) => reference?.entity ?? "");
    const key = own?.key ?? named.map((parent) => unsaid.get(parent)).find(Boolean);
    if (key !== undefined && written.entities[entity] !== undefined) unsaid.set(entity, key);
  }
  const left = [...unsaid].map(([entity, key]) => ({ entity, key }));
  const entities = Object.fromEntries(
    Object.entries(written.entities).filter(([name]) => !unsaid.has(name)),
  );
  return { whole: { ...written, entities }, left };
}

const isField = (key: string): boolean => /^entities\.\w+\.fields\.\w+$/.test(key);

/** The mapping with an answer to what is open, where any answer does to try it. */
function completed(written: WrittenMapping, proposals: Assessed["proposals"]): string {
  const { undecided = [], entities, ...rest } = written;
  const whole = Object.entries(entities).map(([name, entity]) => {
    const files = proposals.filter((one) => one.entity === name).map(({ file }) => file);
    const lowered = undecided
      .filter(({ key, rule }) => rule !== undefined && key.startsWith(`entities.${name}.`))
      .map(({ rule }) => [rule, "warning"]);
    const { file = files } = entity;
    const fields = answered(entity.fields, `entities.${name}.fields.`, undecided);
    return [
      name,
      { ...entity, file, fields, rules: { ...entity.rules, ...Object.fromEntries(lowered) } },
    ];
  });
  const [currency] = undecided.find(({ key }) => key === "currency")?.choices ?? [];
  const said = currency === undefined ? {} : { currency: JSON.parse(currency) as unknown };
  return JSON.stringify({ ...ANY, ...said, ...rest, entities: Object.fromEntries(whole) });
}

/** What is told of the records better than answered for them. */
const UNANSWERED: ReadonlySet<string> = new Set(["onUnknown", "codes"]);

/** How cells are read, where they leave it open: the first way that there is. */
function answered(
  fields: WrittenEntity["fields"],
  before: string,
  undecided: readonly WrittenQuestion[],
): WrittenEntity["fields"] {
  const all = new Map(Object.entries(fields));
  for (const { key, choices: [first] = [] } of undecided) {
    const [name = "", option] = key.startsWith(before) ? key.slice(before.length).split(".") : [];
    const field = all.get(name);
    if (field === undefined || option === undefined || first === undefined) continue;
    if (UNANSWERED.has(option)) continue;
    const plain = typeof field === "string" ? { column: field } : field;
    all.set(name, { ...plain, ...chosen(option, first) });
  }
  return Object.fromEntries(all);
}

/** What a choice writes into a field: one value, a list, or several keys at once. */
function chosen(option: string, choice: string): Record<string, unknown> {
  if (/^"\w+": /.test(choice)) return JSON.parse(`{${choice}}`) as Record<string, unknown>;
  return { [option]: /^["[{]/.test(choice) ? (JSON.parse(choice) as unknown) : choice };
}

interface CarryingOut extends Trying {
  readonly settings: RunSettings;
  readonly target: Target;
}

async function carryOut(
  fit: Fit,
  { asOf, signal, settings, target }: CarryingOut,
): Promise<TriedEntity[]> {
  const db = await openTrial(join(tmpdir(), `hmsync-trial-${pid}.db`), target);
  try {
    const { summary, runNotes, error } = await runImport({
      db,
      fit,
      importers: target.importers,
      settings,
      runName: "trial",
      source: "trial",
      asOf,
      startedAt: new Date(),
      reportFolder: null,
      signal: signal ?? new AbortController().signal,
      onProgress: () => undefined,
    });
    runNotes.close();
    if (error instanceof HmsyncError) throw error;
    return Object.entries(summary.entities).map(([entity, found]) => triedEntity(entity, found));
  } finally {
    db.close();
  }
}

function triedEntity(entity: string, summary: EntitySummary): TriedEntity {
  const { rejected, findings, skipped } = summary;

  const codesOf = (wanted: "error" | "warning") =>
    findings
      .filter(({ severity }) => severity === wanted)
      .map(({ code, count }) => ({ code, count }))
      .sort((one, other) => other.count - one.count);
  const records = summary.records - skipped;
  return { entity, records, rejected, codes: codesOf("error"), warnings: codesOf("warning") };
}

/** Whether a proposal is nothing to import by as it stands. */
export const isHopeless = (trial: Trial, { importers }: Pick<Target, "importers">): boolean =>
  trial.outcome === "refused" ||
  (trial.outcome === "tried" &&
    trial.entities.some((one) => isRejected(one, { trial, importers })));

interface Among extends Pick<Target, "importers"> {
  readonly trial: Trial;
}

/** The target may know parents that the export does not hold: that they are unknown to an empty one says little. */
function isRejected(
  { entity, records, rejected, codes }: TriedEntity,
  { trial, importers }: Among,
): boolean {
  const held = trial.outcome === "tried" ? trial.entities.filter((one) => one.records > 0) : [];
  const fields = importers.find((one) => one.entity === entity)?.fields ?? {};
  const elsewhere = Object.entries(fields)
    .filter(
      ([, { reference }]) => reference && !held.some((one) => one.entity === reference.entity),
    )
    .map(([name, { label = name }]) => `${entity}.${label}.unknown`);
  const unknown = codes
    .filter(({ code }) => elsewhere.includes(code))
    .reduce((sum, { count }) => sum + count, 0);
  return records > 0 && rejected - unknown >= records * MOST;
}

/** The mapping with what came of the trial among its proposals, where most records would be rejected. */
export function withTrial(
  written: WrittenMapping,
  trial: Trial,
  { importers }: Pick<Target, "importers">,
): WrittenMapping {
  if (trial.outcome !== "tried") return written;
  const told = trial.entities
    .filter((one) => isRejected(one, { trial, importers }))
    .map((one): WrittenProposal => {
      const { entity, codes } = one;
      const name = codes[0]?.code.split(".")[1] ?? "";
      const file = [written.entities[entity]?.file ?? ""].flat()[0] ?? "";
      return { file, column: "", entity, field: name, score: 0, reason: saysOf(one) };
    });
  if (told.length === 0) return written;
  return { ...written, proposals: [...told, ...(written.proposals ?? [])] };
}
