import { join } from "node:path";
import { z } from "zod";
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

/** All that was answered, the oldest first. */
export const readAnswers = (folder: string): Answer[] =>
  readJournal(answersFile(folder), answerSchema);

/** Keeps an answer: when it returns, the disk has it. */
export const keepAnswer = (folder: string, answer: Answer): void =>
  appendToJournal(answersFile(folder), [answer]);
