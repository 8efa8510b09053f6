import { existsSync } from "node:fs";
import { todayIn } from "../../../importers/convert/time-zone.ts";
import type { Weighed } from "../../assess/across/weigh-days.ts";
import { type Contradiction, contradictions } from "../../assess/lock/contradictions.ts";
import {
  type DecisionLock,
  isAccepted,
  lockPath,
  makeLock,
  parseLock,
  renewLock,
} from "../../assess/lock/decision-lock.ts";
import {
  type FieldEvidence,
  type FileEvidence,
  type Gathering,
  gatherEvidence,
} from "../../assess/lock/field-evidence.ts";
import { openQuestions, type Question } from "../../assess/lock/questions.ts";
import { openScratch } from "../../db/sqlite/open.ts";
import type { Fit } from "../../mapping/fit.ts";
import { isShipped } from "../../mapping/target-mappings.ts";
import { Alike } from "../../plain/alike.ts";
import type { Ask } from "../../plain/ask.ts";
import { DecisionNeeded, SystemError } from "../../plain/errors.ts";
import { firstBy } from "../../plain/group-by.ts";
import { readHandWritten } from "../../plain/hand-written.ts";
import { sha256OfFile } from "../../plain/hash-file.ts";
import { keyLine } from "../../plain/key-line.ts";
import { writeWhole } from "../../plain/whole-file.ts";
import type { Listener } from "../listener.ts";
import { mappingHash } from "../run/remembered.ts";
import type { AskedImport } from "./asked-import.ts";
import { askAbout, asksOfNews } from "./lock-asks.ts";

/** So many records of each file show whether a shipped mapping reads it at all. */
const PROBE = 2_000;

interface Asked extends Pick<AskedImport, "mapping" | "asOf" | "target"> {
  /** What contradicts the lock is taken as decided from now on. */
  readonly relock: boolean;
}

/** What is to be done when an import is committed: nothing if the lock holds already. */
export type KeepDecisions = () => Promise<void>;

/**
 * Checks whether the cells are written as the mapping says, and as they were when its decisions were
 * locked. Files are read for it only where they, or the mapping, are not those of the lock; through
 * a shipped mapping, which has no lock, only the start of each.
 *
 * @returns what keeps the decisions, to be called after a commit
 * @throws DecisionNeeded if cells can be read in several ways, or contradict the lock
 */
export async function checkDecisions(
  fit: Fit,
  asked: Asked,
  listener: Pick<Listener, "note">,
): Promise<KeepDecisions> {
  const { asOf = todayIn(fit.mapping.timeZone, new Date()) } = asked;
  const gathering = { asOf, codeWords: asked.target.codeWords };
  const file = mappingFile(asked);
  if (file === undefined) {
    await probe(fit, gathering);
    return async () => undefined;
  }
  const path = lockPath(file);
  const before = readLock(path);
  const mappingSha256 = mappingHash(fit.mapping);
  if (before !== undefined && (await holds(before, { fit, mappingSha256 })))
    return async () => undefined;
  const files = await gatherAll(fit, gathering);
  const now = makeLock({ mappingSha256, asOf, files });
  if (!asked.relock) {
    const news = before === undefined ? [] : contradictions(before, now);
    const questions = stillOpen(files, before, news);
    const known = { questions: questionsOf(files), now, mapping: fit.mapping };
    const asks = [...news.flatMap((one) => asksOfNews(one, known)), ...questions.map(askAbout)];
    refuse({ news, questions, asks, place: placeIn(file), path });
  }
  const lock = before === undefined || asked.relock ? now : renewLock(before, now);
  return () => writeLock(path, lock, listener);
}

/** A mapping that is a file, and not one that comes with the tool. */
const mappingFile = ({ mapping, target }: Asked): string | undefined =>
  mapping === undefined || isShipped(mapping, target) ? undefined : mapping;

function readLock(path: string): DecisionLock | undefined {
  return existsSync(path) ? parseLock(path, readHandWritten(path)) : undefined;
}

/** Whether the lock was made of these very files, through this very mapping. */
async function holds(
  lock: DecisionLock,
  { fit, mappingSha256 }: { readonly fit: Fit; readonly mappingSha256: string },
): Promise<boolean> {
  if (lock.mappingSha256 !== mappingSha256) return false;
  // A lock says nothing of other files whose values are taken.
  if ((fit.lookups ?? []).length > 0) return false;
  const locked = firstBy(lock.files, ({ file, entity }) => `${entity} ${file}`);
  for (const { file, importer } of fit.files) {
    const known = locked.get(`${importer.entity} ${file.name}`);
    if (known === undefined || known.sha256 !== (await sha256OfFile(file.path))) return false;
  }
  return true;
}

async function gatherAll(fit: Fit, gathering: Gathering): Promise<FileEvidence[]> {
  const { mapping, files } = fit;
  const found: Weighed[] = [];
  const alike = new Alike();
  const inCommon = ({ file, ...rest }: FieldEvidence) => ({ ...alike.of(rest), file });
  for (const fitted of files) {
    const evidence = await gatherEvidence(fitted, mapping, gathering);
    found.push({ fitted, evidence: { ...evidence, fields: evidence.fields.map(inCommon) } });
  }
  const { weighDays } = await import("../../assess/across/weigh-days.ts");
  return weighDays(found, { mapping, asOf: gathering.asOf, openScratch });
}

function questionsOf(files: readonly FileEvidence[]): Question[] {
  const all = files.flatMap(({ fields }) => fields);
  return all.flatMap((one) => openQuestions(one, all));
}

/** What the start of the files asks is asked of all of them, before anybody is kept from going on. */
async function probe(fit: Fit, gathering: Gathering): Promise<void> {
  if (!(await startAsks(fit, { ...gathering, limit: PROBE }))) return;
  const place = (path: readonly string[]) => `${path.join(".")} of the mapping ${fit.mapping.name}`;
  const questions = questionsOf(await gatherAll(fit, gathering));
  if (questions.length === 0) return;
  const lines = questions.flatMap((one) => questionLines(one, place));
  throw new DecisionNeeded([OPEN, ...lines], {
    asks: questions.map(askAbout),
    cure: "Nothing was imported. Copy the mapping, add the decision there, and give it with --mapping FILE.",
  });
}

async function startAsks({ files, mapping }: Fit, gathering: Gathering): Promise<boolean> {
  for (const fitted of files) {
    if (questionsOf([await gatherEvidence(fitted, mapping, gathering)]).length > 0) return true;
  }
  return false;
}

/** Where a key of the mapping stands, for the message that asks for it. */
type PlaceOf = (path: readonly string[]) => string;

function placeIn(file: string): PlaceOf {
  const json = readHandWritten(file);
  return (path) => `${file} line ${keyLine(json, path).line}, ${path.join(".")}`;
}

/** What the lock contradicts is not asked twice, and what was put aside when it was made is not asked again. */
function stillOpen(
  files: readonly FileEvidence[],
  before: DecisionLock | undefined,
  news: readonly Contradiction[],
): Question[] {
  const all = files.flatMap(({ fields }) => fields);
  return all
    .filter(({ entity, field }) =>
      news.every((one) => one.entity !== entity || one.field !== field),
    )
    .flatMap((evidence) =>
      openQuestions(evidence, all).filter((question) => !isAccepted(before, question, evidence)),
    );
}

interface Refusal {
  readonly news: readonly Contradiction[];
  readonly questions: readonly Question[];
  readonly asks: readonly Ask[];
  readonly place: PlaceOf;
  readonly path: string;
}

function refuse({ news, questions, asks, place, path }: Refusal): void {
  if (news.length + questions.length === 0) return;
  const parts = [
    ...(news.length > 0 ? [`The export contradicts decisions in ${path}:`] : []),
    ...news.flatMap((one) => newsLines(one, place)),
    ...(questions.length > 0 ? [OPEN] : []),
    ...questions.flatMap((one) => questionLines(one, place)),
  ];
  throw new DecisionNeeded(parts, {
    cure: "Nothing was imported. Correct the mapping or the export, or accept and lock the new reading with --relock.",
    asks,
  });
}

const OPEN = "The data do not show how to read these columns:";

function newsLines({ entity, field, says }: Contradiction, place: PlaceOf): string[] {
  if (field === null) return [`  ${entity}: ${says}`];
  const path = ["entities", entity, "fields", field];
  return [`  ${entity}.${field}: ${says}`, `    ${place(path)}`];
}

function questionLines(question: Question, place: PlaceOf): string[] {
  const { entity, field, file, columns, option, also, says, choices } = question;
  const write = choices.length > 0 ? `: ${choices.join("  or  ")}` : "";
  const path = ["entities", entity, "fields", field, option];
  return [
    `  ${file}, column ${columns.join(" + ")}: ${says}`,
    `    ${place(path)}${also === undefined ? " decides" : ` and ${also} beside it decide`}${write}`,
  ];
}

/** Other people work with the mapping and its lock: both are plain files, and no value stands in them. */
async function writeLock(
  path: string,
  lock: DecisionLock,
  listener: Pick<Listener, "note">,
): Promise<void> {
  try {
    await writeWhole(path, `${JSON.stringify(lock, null, 2)}\n`);
    listener.note?.(`The decisions and their evidence are in ${path}.`);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    listener.note?.(`${error.message} The next import decides anew.`);
  }
}
