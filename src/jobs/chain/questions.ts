import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import type { Target } from "../../../importers/define-target.ts";
import { isShipped, namedMapping } from "../../mapping/target-mappings.ts";
import type { Ask } from "../../plain/ask.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { readHandWritten } from "../../plain/hand-written.ts";
import { sha256OfText } from "../../plain/hash-file.ts";
import { UnprovenColumns } from "../../source/detect/choose-fixed.ts";
import type { ReadingByFile } from "../../source/reading-settings.ts";
import {
  type AskedImport,
  type AskingImport,
  askedImport,
  inOrder,
} from "../input/asked-import.ts";
import { checkNamedFiles } from "../input/files-question.ts";
import { findInput } from "../input/find-input.ts";
import { checkHealth } from "../input/health-question.ts";
import { withHeld } from "../input/held-files.ts";
import { checkDecisions } from "../input/locked-decisions.ts";
import { checkSecrets } from "../input/secret-question.ts";
import { withTables } from "../input/with-tables.ts";

// What a mapping, and an export that is read by it, leave to a person.

/** Which mapping is looked at, and with which export. */
export interface AskedMapping {
  readonly target: Target;
  /** A mapping file, or the name of one that ships. */
  readonly mapping: string;
  /** An import of the export; without it only what the mapping itself leaves open is found. */
  readonly asked?: Omit<AskingImport, "target"> | undefined;
  /** How files are written, as far as somebody said so. */
  readonly reading?: ReadingByFile | undefined;
}

export interface OpenQuestion extends Ask {
  /** The same as long as the question is. */
  readonly id: string;
  /** The key that answers it, as people write it. */
  readonly key: string;
}

/** What is open. */
export interface OpenQuestions {
  readonly mapping: string;
  /** Of the mapping's file as it was looked at; null where it ships, and is nobody's to write. */
  readonly sha256: string | null;
  readonly questions: readonly OpenQuestion[];
  /** What no single key answers, with what to do instead. */
  readonly others: readonly { readonly says: string; readonly cure: string }[];
  /** More may be asked once these are answered: the mapping cannot be used before. */
  readonly isPartial: boolean;
}

/**
 * Lists what an import would ask before it begins. Changes nothing.
 *
 * @throws UsageError, SourceError if mapping or export cannot be read
 */
export async function openQuestions(options: AskedMapping): Promise<OpenQuestions> {
  const target = inOrder(options.target);
  const { mapping } = options;
  const text = textOf(mapping, target);
  const asking = new Asking();
  await asking.hear(() => namedMapping(mapping, { target, reading: options.reading ?? {} }));
  const { asked } = options;
  if (!asking.hasStopped && asked !== undefined) {
    await asking.hear(() => hearImport(asking, Object.assign({}, asked, { target, mapping })));
  }
  const { asks, others } = asking;
  return {
    mapping,
    sha256: text === null ? null : sha256OfText(text),
    questions: asks.map(identified),
    others,
    isPartial: asking.hasStopped,
  };
}

/** The text of a mapping's file; null if it ships. */
export function textOf(mapping: string, target: Target): string | null {
  if (isShipped(mapping, target)) return null;
  if (!existsSync(mapping)) {
    throw new UsageError(`There is no mapping ${mapping}.`, { cure: "Name its file." });
  }
  return readHandWritten(mapping);
}

/** Each check of an import by itself: all of them are heard. */
async function hearImport(asking: Asking, wanted: AskingImport): Promise<void> {
  await withTables(askedImport(wanted), {}, (asked) => hearChecks(asking, asked));
}

async function hearChecks(asking: Asking, asked: AskedImport): Promise<void> {
  const fit = await withHeld(await findInput(asked));
  const { settings, target } = asked;
  const checks = [
    () => checkHealth(fit, settings, target.vocabulary.health),
    () => checkNamedFiles(fit, settings, {}),
    () => checkSecrets(fit, settings),
    () => checkDecisions(fit, Object.assign({ relock: false }, asked), {}),
  ];
  for (const check of checks) await asking.hear(check);
  asking.hasStopped = false;
}

class Asking {
  readonly asks: Ask[] = [];
  readonly others: { says: string; cure: string }[] = [];
  hasStopped = false;

  async hear(work: () => unknown): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DecisionNeeded || error instanceof UnprovenColumns)) throw error;
      this.hasStopped = true;
      this.asks.push(...error.asks);
      if (error.asks.length === 0) this.others.push({ says: error.message, cure: error.cure });
    }
  }
}

function identified(ask: Ask): OpenQuestion {
  const text = JSON.stringify([ask.path, ask.choices]);
  const id = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return Object.assign({ id, key: ask.path.join(".") }, ask);
}
