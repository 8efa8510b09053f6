import { z } from "zod";
import { UsageError } from "../errors.ts";
import type { Arguments } from "./parse-argv.ts";

const AssessFlags = z.object({
  source: z.string({ error: "--source says where the export is" }),
  mapping: z.string().optional(),
  report: z.string().optional(),
  "as-of": z.iso.date("--as-of takes a day: 2026-01-14").optional(),
});

/** What the flags of an assessment ask for. */
export interface AssessArguments {
  readonly source: string;
  readonly mapping: string | undefined;
  readonly report: string | undefined;
  /** `YYYY-MM-DD` */
  readonly asOf: string;
  readonly reveal: boolean;
}

/**
 * Checks the flags of an assessment.
 *
 * @throws UsageError
 */
export function assessArguments({ flags }: Arguments): AssessArguments {
  const read = AssessFlags.safeParse(flags);
  if (!read.success) {
    throw new UsageError(`${read.error.issues[0]?.message ?? "The flags are wrong"}.`, {
      cure: "See  import:assess --help",
    });
  }
  const { source, mapping, report } = read.data;
  const asOf = read.data["as-of"] ?? today();
  return { source, mapping, report, asOf, reveal: flags.reveal === true };
}

/** On the calendar of the machine. */
function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
