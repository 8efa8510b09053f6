import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readHandWritten } from "../plain/hand-written.ts";
import { sha256OfText } from "../plain/hash-file.ts";
import { appendToJournal, readJournal } from "../plain/journal.ts";

// What people answered to the questions of a mapping, kept beside the chain: lines are added, never changed.

const answerSchema = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  who: z.string().min(1),
  why: z.string(),
  /** The mapping's file. */
  mapping: z.string(),
  /** The key that was asked for, and what was written: keys and their values. */
  key: z.string(),
  written: z.array(z.object({ path: z.array(z.string()), value: z.unknown() })),
  /** Of the file before and after. */
  before: z.string(),
  after: z.string(),
  /** A copy of the file as it was. */
  backup: z.string(),
});

/** What a person answered, and what it changed. */
export type Answer = z.infer<typeof answerSchema>;

const answersFile = (folder: string): string => join(folder, "answers.jsonl");

/** All that was answered and stands in its file, or did until somebody edited that; the oldest first. */
export function readAnswers(folder: string): Answer[] {
  const all = readJournal(answersFile(folder), answerSchema);
  return all.filter((answer, at) => {
    const next = all.slice(at + 1).find(({ mapping }) => mapping === answer.mapping);
    // A program that was killed before it wrote the file left it as it was.
    const then = next?.before ?? hashNow(answer.mapping);
    return then !== answer.before || answer.after === answer.before;
  });
}

const hashNow = (path: string): string | undefined =>
  existsSync(path) ? sha256OfText(readHandWritten(path)) : undefined;

/** Keeps an answer, before the file is written that it is for: when it returns, the disk has it. */
export const keepAnswer = (folder: string, answer: Answer): void =>
  appendToJournal(answersFile(folder), [answer]);
