import { basename, join, resolve } from "node:path";
import { z } from "zod";
import type { Importer } from "../../../importers/define.ts";
import { withAccepted } from "../../assess/lock/accept.ts";
import { lockPath, parseLock } from "../../assess/lock/decision-lock.ts";
import { keepAnswer } from "../../chain/answers.ts";
import { chainFolder } from "../../chain/chain.ts";
import { wrongKeys } from "../../mapping/mapping.ts";
import { withWrite } from "../../mapping/write-mapping.ts";
import { type Accepted, type Choice, choiceOf, readAnswer, type Write } from "../../plain/ask.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { readHandWritten } from "../../plain/hand-written.ts";
import { sha256OfText } from "../../plain/hash-file.ts";
import { nearestHint } from "../../plain/nearest.ts";
import { writeWhole } from "../../plain/whole-file.ts";
import { inOrder } from "../input/asked-import.ts";
import {
  type AskedMapping,
  type OpenQuestion,
  type OpenQuestions,
  openQuestions,
  textOf,
} from "./questions.ts";

/** What a person answers. */
export interface Answering extends AskedMapping {
  /** The database beside which it is kept that it was answered. */
  readonly database: string;
  /** Undefined for the legacy system that the mapping names. */
  readonly legacySystem?: string | undefined;
  /** The question's id, or its key. */
  readonly question: string;
  /** One of its choices by its number, or something else that is written under its key. */
  readonly choice?: number | undefined;
  readonly value?: string | undefined;
  readonly who: string;
  readonly why?: string | undefined;
  /** Of the mapping's file as the person saw it; undefined if it is as it is now. */
  readonly seen?: string | undefined;
  /** What was found open; undefined to look again. */
  readonly known?: OpenQuestions | undefined;
}

export interface Answered {
  readonly key: string;
  readonly mapping: string;
  /** Of the file as it is now. */
  readonly sha256: string;
  /** A copy of the file as it was. */
  readonly backup: string;
}

/**
 * Writes an answer into the mapping's file: its key alone, all else stays as it stands. The former file is kept,
 * and who answered what.
 *
 * @throws DecisionNeeded if the file has changed meanwhile; UsageError if it ships, there is no such question, or
 * the mapping does not take such a value
 */
export async function answerQuestion(answering: Answering): Promise<Answered> {
  const { mapping, database, seen } = answering;
  const target = inOrder(answering.target);
  const [who, why] = [answering.who.trim(), (answering.why ?? "").trim()];
  if (who === "") {
    throw new UsageError("Nobody is named who answers.", { cure: "Give a name with --by NAME." });
  }
  const open = answering.known ?? (await openQuestions(answering));
  const before = textOf(mapping, target);
  if (before === null || open.sha256 === null) {
    throw new UsageError(`The mapping ${mapping} comes with the program: it is not written.`, {
      cure: "Copy it to a file, name that with --mapping FILE, and answer there.",
    });
  }
  const sha256 = sha256OfText(before);
  if ((seen !== undefined && seen !== sha256) || open.sha256 !== sha256) throw changed(mapping);
  const question = questionNamed(answering.question, open.questions);
  const choices = candidates(question, answering);
  const accepted = choices[0]?.accepts;
  const { file, former, text, writes } =
    accepted === undefined
      ? answered({ file: mapping, former: before }, choices, {
          signed: { by: who, why },
          importers: target.importers,
        })
      : lockedAnew(lockPath(mapping), accepted);
  const folder = chainFolder(database, { legacySystem: systemOf(answering, before) });
  const at = new Date().toISOString();
  const backup = join(folder, "mappings", `${at.replaceAll(":", "-")}-${basename(file)}`);
  await writeWhole(backup, former);
  if (readHandWritten(file) !== former) throw changed(file);
  const { key } = question;
  const kept = writes.map(({ path, value }) => ({ path: [...path], value: value ?? null }));
  const hashes = { before: sha256OfText(former), after: sha256OfText(text) };
  keepAnswer(
    folder,
    Object.assign({ at, who, why, mapping: resolve(file), key, written: kept, backup }, hashes),
  );
  await writeWhole(file, text);
  return { key, mapping, sha256: file === mapping ? hashes.after : sha256, backup };
}

/** A file as it was, and as an answer leaves it. */
interface Rewritten {
  readonly file: string;
  readonly former: string;
  readonly text: string;
  readonly writes: readonly Write[];
}

interface AnsweredBy {
  readonly signed: { readonly by: string; readonly why: string };
  readonly importers: readonly Importer[];
}

/** The mapping, with the first of these choices that it takes. */
function answered(
  of: Pick<Rewritten, "file" | "former">,
  choices: readonly Choice[],
  { signed, importers }: AnsweredBy,
): Rewritten {
  const { former } = of;
  const { text, writes } = firstValid(choices, (choice) => {
    const own = choice.isSigned ? signedWrites(choice, signed) : choice.writes;
    const after = own.reduce(withWrite, former);
    const wrong = whatIsWrong({ before: former, after, writes: own }, importers);
    return { text: after, writes: own, wrong };
  });
  return Object.assign({ text, writes }, of);
}

/** The lock of the mapping, with what a later export says taken as decided. */
function lockedAnew(file: string, accepted: Accepted): Rewritten {
  const former = readHandWritten(file);
  const text = `${JSON.stringify(withAccepted(parseLock(file, former), accepted), null, 2)}\n`;
  const { entity, field } = accepted;
  const path = ["lock", entity, ...(field === null ? [] : [field])];
  return { file, former, text, writes: [{ path, value: "accepted" }] };
}

const changed = (mapping: string): DecisionNeeded =>
  new DecisionNeeded(`${mapping} has changed since the questions were asked.`, {
    cure: "Look at them again. Nothing was written.",
  });

function questionNamed(name: string, questions: readonly OpenQuestion[]): OpenQuestion {
  const found = questions.find(({ id, key }) => id === name || key === name);
  if (found !== undefined) return found;
  const keys = questions.map(({ key }) => key);
  throw new UsageError(`Nothing is asked about "${name}"${nearestHint(name, keys)}.`, {
    cure: keys.length === 0 ? "Nothing is open." : `These are open: ${keys.join(", ")}.`,
  });
}

/** What may be meant: the choice of that number, one that reads so, or a value of its own; a number may be a name. */
function candidates(question: OpenQuestion, { choice, value = "" }: Answering): Choice[] {
  const { choices, path, isFree, key } = question;
  const chosen = choice === undefined ? undefined : choices[choice];
  if (chosen !== undefined) return [chosen];
  const text = value.trim();
  const named = choices.filter(({ label }) => label === text);
  if (named.length > 0) return named;
  if (text === "" || !isFree) {
    throw new UsageError(`${key} is not answered by ${JSON.stringify(text)}.`, {
      cure: `Choose one of: ${choices.map(({ label }) => label).join("; ")}.`,
    });
  }
  const plain = { label: text, writes: [{ path, value: text }] };
  return readAnswer(text) === text && !text.startsWith('"')
    ? [plain]
    : [choiceOf(path, text), plain];
}

interface Tried {
  readonly text: string;
  readonly writes: readonly Write[];
  readonly wrong: string | undefined;
}

function firstValid(choices: readonly Choice[], attempt: (choice: Choice) => Tried): Tried {
  const tried = choices.map(attempt);
  const found = tried.find(({ wrong }) => wrong === undefined);
  if (found !== undefined) return found;
  throw new UsageError(`The mapping does not take that: ${tried[0]?.wrong ?? ""}`, {
    cure: "Nothing was written. Answer otherwise.",
  });
}

function signedWrites({ writes }: Choice, signed: { readonly by: string; readonly why: string }) {
  if (signed.why === "") {
    throw new UsageError("Whoever leaves something out says why.", {
      cure: "Give the reason with --why TEXT.",
    });
  }
  return writes.map(({ path, column, value }): Write => {
    return {
      path,
      value: Object.assign({}, value, signed),
      ...(column !== undefined && { column }),
    };
  });
}

interface Change {
  readonly before: string;
  readonly after: string;
  readonly writes: readonly Write[];
}

/**
 * What the mapping has against the keys that were written: it may be incomplete otherwise, while other answers are
 * missing.
 */
function whatIsWrong({ before, after, writes }: Change, importers: readonly Importer[]) {
  const old = new Set(wrongKeys(before, importers));
  const keys = writes.flatMap(({ path }) => [path.join("."), path.slice(0, FIELD).join(".")]);
  return wrongKeys(after, importers).find((line) => {
    const [place = ""] = line.split(": ");
    return !old.has(line) && keys.some((key) => place === key || place.startsWith(`${key}.`));
  });
}

/** entities, the entity, fields, the field: what is wrong in it may be said of the whole. */
const FIELD = 4;

const SystemIn = z.looseObject({ legacySystem: z.string().min(1) });

function systemOf({ legacySystem }: Answering, json: string): string {
  return legacySystem ?? SystemIn.parse(JSON.parse(json)).legacySystem;
}
