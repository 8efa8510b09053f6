import { z } from "zod";
import type { AssessOptions } from "../jobs/assess.ts";
import { legacySystemName } from "../mapping/mapping.ts";
import { UsageError } from "../plain/errors.ts";
import type { Arguments } from "./arguments.ts";
import { readingFlags } from "./reading-flags.ts";
import { targetOf } from "./wiring.ts";

const AssessFlags = z.object({
  source: z.string({ error: "--source is missing: the folder or file of the export" }),
  mapping: z.string().optional(),
  report: z.string().optional(),
  write: z.string().optional(),
  "legacy-system": legacySystemName.optional(),
  "as-of": z.iso.date("--as-of takes a day: 2026-01-14").optional(),
});

/**
 * Checks the flags of an assessment.
 *
 * @throws UsageError
 */
export function assessArguments(args: Arguments): AssessOptions {
  const { flags, lists } = args;
  const read = AssessFlags.safeParse(flags);
  if (!read.success) {
    throw new UsageError(`${read.error.issues[0]?.message ?? "The flags are wrong"}.`, {
      cure: "See  hmsync import:assess --help",
    });
  }
  const { source, mapping, report, write } = read.data;
  const { "legacy-system": legacySystem, "as-of": asOf } = read.data;
  const reveal = flags.reveal === true;
  const reading = readingFlags({ lists });
  return {
    target: targetOf(args),
    source,
    mapping,
    report,
    write,
    legacySystem,
    asOf,
    reveal,
    reading,
  };
}
