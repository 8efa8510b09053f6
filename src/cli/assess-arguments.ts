import { existsSync } from "node:fs";
import { z } from "zod";
import { todayIn } from "../../importers/convert/time-zone.ts";
import { legacySystemName } from "../mapping/mapping.ts";
import { UsageError } from "../plain/errors.ts";
import type { ReadingByFile } from "../source/reading-settings.ts";
import type { Arguments } from "./arguments.ts";
import { legacySystemOf } from "./draft-export.ts";
import { readingFlags } from "./reading-flags.ts";

const AssessFlags = z.object({
  source: z.string({ error: "--source is missing: the folder or file of the export" }),
  mapping: z.string().optional(),
  report: z.string().optional(),
  write: z.string().optional(),
  "legacy-system": legacySystemName.optional(),
  "as-of": z.iso.date("--as-of takes a day: 2026-01-14").optional(),
});

/** What the flags of an assessment ask for. */
export interface AssessArguments {
  readonly source: string;
  readonly mapping: string | undefined;
  readonly report: string | undefined;
  /** Where the proposed mapping goes. */
  readonly write: string | undefined;
  readonly legacySystem: string;
  /** `YYYY-MM-DD` */
  readonly asOf: string;
  readonly reveal: boolean;
  readonly reading: ReadingByFile;
}

/**
 * Checks the flags of an assessment.
 *
 * @throws UsageError
 */
export function assessArguments({ flags, lists }: Arguments): AssessArguments {
  const read = AssessFlags.safeParse(flags);
  if (!read.success) {
    throw new UsageError(`${read.error.issues[0]?.message ?? "The flags are wrong"}.`, {
      cure: "See  hmsync import:assess --help",
    });
  }
  const { source, mapping, report, write } = read.data;
  if (write !== undefined && existsSync(write)) throw writtenBefore(write);
  const legacySystem = read.data["legacy-system"] ?? legacySystemOf(source);
  const asOf = read.data["as-of"] ?? todayIn("UTC", new Date());
  const reveal = flags.reveal === true;
  const reading = readingFlags({ lists });
  return { source, mapping, report, write, legacySystem, asOf, reveal, reading };
}

/** What a person has put into a mapping is not written over. */
const writtenBefore = (path: string): UsageError =>
  new UsageError(`${path} already exists and may have been edited.`, {
    cure: "Name another file with --write, or remove it.",
  });
