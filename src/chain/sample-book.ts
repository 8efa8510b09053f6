import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../plain/errors.ts";
import { readNamedFile } from "../plain/hand-written.ts";
import { appendToJournal, readJournal } from "../plain/journal.ts";
import { writeWhole } from "../plain/whole-file.ts";
import { percent, upperBound } from "./confidence.ts";
import type { Draw } from "./sample.ts";

// The sample of a chain as it is kept beside it: what was drawn, and what people said of each record.

const verdictSchema = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  who: z.string().min(1),
  entity: z.string(),
  legacyId: z.string(),
  /** Of the cells and the row as they were shown: of others it says nothing. */
  digest: z.string(),
  verdict: z.enum(["right", "wrong", "taken back"]),
  /** What is wrong; may be empty otherwise. */
  remark: z.string(),
});

/** What a person said of one record. */
export type Verdict = z.infer<typeof verdictSchema>;

const drawSchema = z.object({
  seed: z.string(),
  at: z.string(),
  by: z.string(),
  size: z.number().nullable(),
  lastRun: z.string().nullable(),
  entities: z.array(
    z.object({
      entity: z.string(),
      harm: z.string().exactOptional(),
      size: z.number(),
      population: z.number(),
      drawn: z.array(z.string()),
    }),
  ),
});
const fileSchema = z.object({ schemaVersion: z.literal(1), draws: z.array(drawSchema) });

const drawsFile = (folder: string): string => join(folder, "sample.json");

/** The file of a chain that has what people said of records. */
const verdictsFile = (folder: string): string => join(folder, "sample-verdicts.jsonl");

/**
 * All that was drawn, the oldest first: the last one holds, the others tell that somebody drew again.
 *
 * @throws UsageError if the file was written by nobody of ours
 */
export function readDraws(folder: string): Draw[] {
  const path = drawsFile(folder);
  if (!existsSync(path)) return [];
  const read = fileSchema.safeParse(jsonIn(readNamedFile(path).toString("utf8")));
  if (read.success) return read.data.draws;
  throw new UsageError(`${path} is not what this program writes there.`, {
    cure: "Restore the file from a copy, or remove it and draw again.",
  });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Said by the caller, with the file's name.
    return undefined;
  }
}

export const keepDraws = (folder: string, draws: readonly Draw[]): Promise<void> =>
  writeWhole(drawsFile(folder), `${JSON.stringify({ schemaVersion: 1, draws }, null, 2)}\n`);

/** All that was said, the oldest first. */
export const readVerdicts = (folder: string): Verdict[] =>
  readJournal(verdictsFile(folder), verdictSchema);

/** Keeps what was said: when it returns, the disk has it. */
export const keepVerdict = (folder: string, verdict: Verdict): void =>
  appendToJournal(verdictsFile(folder), [verdict]);

/**
 * - open: nobody has said anything
 * - void: what was said was said of other cells, or of another row
 * - gone: its row is no longer in the application
 */
export type CheckState = "open" | "right" | "wrong" | "void" | "gone";

/** One record of the sample. */
export interface CheckedRecord {
  /** Counted from 1, through all entities. */
  readonly n: number;
  readonly entity: string;
  readonly legacyId: string;
  readonly state: CheckState;
  /** Null if nobody has said anything, or it was taken back. */
  readonly last: Verdict | null;
}

/** @param digestOf of a record as it would be shown now; undefined if its row is gone */
export function checkedRecords(
  draw: Draw,
  verdicts: readonly Verdict[],
  digestOf: (entity: string, legacyId: string) => string | undefined,
): CheckedRecord[] {
  const said = new Map(verdicts.map((one) => [keyOf(one.entity, one.legacyId), one]));
  let n = 0;
  return draw.entities.flatMap(({ entity, drawn }) =>
    drawn.map((legacyId): CheckedRecord => {
      const found = said.get(keyOf(entity, legacyId));
      const last = found === undefined || found.verdict === "taken back" ? null : found;
      return { n: ++n, entity, legacyId, state: stateOf(last, digestOf(entity, legacyId)), last };
    }),
  );
}

const keyOf = (entity: string, legacyId: string): string => `${entity}\0${legacyId}`;

function stateOf(last: Verdict | null, digest: string | undefined): CheckState {
  if (digest === undefined) return "gone";
  if (last === null || last.verdict === "taken back") return "open";
  return last.digest === digest ? last.verdict : "void";
}

/** What the check of one entity came to. */
export interface SampledEntity {
  readonly entity: string;
  readonly harm: string | null;
  /** Records in the target when the sample was drawn. */
  readonly population: number;
  readonly drawn: number;
  readonly right: number;
  readonly wrong: number;
  /** Not said anything of, or of something else than is there now. */
  readonly open: number;
  /** "0 wrong of 60: under 5 % with 95 %"; null until one is checked. */
  readonly result: string | null;
}

/** A record that somebody found wrong: by its number in the sample. */
export interface WrongRecord {
  readonly n: number;
  readonly entity: string;
  readonly remark: string;
  readonly who: string;
  readonly at: string;
}

/** What the check came to, as it is signed. */
export interface SampleResult {
  readonly seed: string;
  readonly drawnAt: string;
  /** How often a sample was drawn with another seed or size before this one. */
  readonly earlierDraws: number;
  readonly entities: readonly SampledEntity[];
  readonly wrong: readonly WrongRecord[];
}

/** @param earlierDraws how many samples were drawn before */
export function sampleResult(
  draw: Draw,
  records: readonly CheckedRecord[],
  earlierDraws: number,
): SampleResult {
  const entities = draw.entities.map(({ entity, harm, size, population, drawn }) => {
    const own = records.filter((one) => one.entity === entity);
    const count = (state: CheckState) => own.filter((one) => one.state === state).length;
    const [right, wrong] = [count("right"), count("wrong")];
    const open = drawn.length - right - wrong;
    const isAll = (drawn.length < size || drawn.length >= population) && open === 0;
    const result = right + wrong === 0 ? null : resultOf(wrong, right + wrong, isAll);
    return {
      entity,
      harm: harm ?? null,
      population,
      drawn: drawn.length,
      right,
      wrong,
      open,
      result,
    };
  });
  const wrong = records.flatMap(({ n, entity, state, last }) =>
    state !== "wrong" || last === null
      ? []
      : [{ n, entity, remark: last.remark, who: last.who, at: last.at }],
  );
  return { seed: draw.seed, drawnAt: draw.at, earlierDraws, entities, wrong };
}

/** @param isAll whether every record was checked: then nothing has to be inferred */
function resultOf(wrong: number, checked: number, isAll: boolean): string {
  const found = `${wrong} wrong of ${checked}`;
  if (isAll) return `${found}: all records checked`;
  return `${found}: under ${percent(upperBound(wrong, checked))} with 95 %`;
}
