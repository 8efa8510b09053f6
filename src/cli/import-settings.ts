import { z } from "zod";
import type { WantedTables } from "../extract/legacy-database.ts";
import { type AskedImport, BATCH } from "../jobs/input/asked-import.ts";
import { ON_CONFLICT, type RunSettings } from "../ledger/run-summary.ts";
import { legacySystemName } from "../mapping/mapping.ts";
import { UsageError } from "../plain/errors.ts";
import type { Arguments } from "./arguments.ts";
import { readingFlags } from "./reading-flags.ts";
import { targetOf } from "./wiring.ts";

const wholeNumber = (name: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, `--${name} takes a whole number, 1 or more`)
    .transform(Number);

const MAX_ERRORS = /^(\d{1,9})$|^(100|\d{1,2}(?:\.\d+)?)%$/;

/** The same, of a sample. */
const SAMPLE = MAX_ERRORS;
const PILOT = /^\s*([^.=\s]+)\.([^.=\s]+)\s*=\s*(\S.*?)\s*$/su;

const ImportFlags = z.object({
  source: z.string({ error: "--source is missing: the folder or file of the export" }),
  mapping: z.string().optional(),
  "legacy-system": legacySystemName.optional(),
  only: z
    .string()
    .transform((names) => names.split(",").map((name) => name.trim()))
    .optional(),
  limit: wholeNumber("limit").optional(),
  "batch-size": wholeNumber("batch-size").optional(),
  "max-errors": z
    .string()
    .regex(MAX_ERRORS, "--max-errors takes a number, or a percentage up to 100: 10, or 0.5%")
    .transform((text) => {
      const [, count, percent] = MAX_ERRORS.exec(text) ?? [];
      return count === undefined ? { percent: Number(percent) } : { count: Number(count) };
    })
    .optional(),
  sample: z
    .string()
    .regex(SAMPLE, "--sample takes a percentage or a number of records: 5%, or 200")
    .transform((text) => {
      const [, count, percent] = SAMPLE.exec(text) ?? [];
      return count === undefined ? { percent: Number(percent) } : { count: Number(count) };
    })
    .refine(
      (size) => Object.values(size).every((number) => number > 0),
      "--sample takes something above 0",
    )
    .optional(),
  pilot: z
    .string()
    .regex(PILOT, "--pilot takes entity.field=value: 'doctors.department=Cardiology'")
    .transform((text) => {
      const [, entity = "", field = "", value = ""] = PILOT.exec(text) ?? [];
      return { entity, field, value };
    })
    .optional(),
  "as-of": z.iso.date("--as-of takes a day: 2026-01-14").optional(),
  report: z.string().optional(),
  files: z.string().optional(),
  store: z.string().optional(),
  fixes: z.string().optional(),
  "on-conflict": z
    .enum(ON_CONFLICT, `--on-conflict takes ${ON_CONFLICT.join(", ")}`)
    .default("keep"),
});

/**
 * Checks the flags of an import.
 *
 * @throws UsageError
 */
export function importArguments(args: Arguments): AskedImport {
  const { flags, lists } = args;
  const read = ImportFlags.safeParse(flags);
  if (!read.success) {
    const issue = read.error.issues[0];
    const flag = issue?.path[0] === "legacy-system" ? "--legacy-system " : "";
    throw new UsageError(`${flag}${issue?.message ?? "The flags are wrong"}.`, {
      cure: "See  hmsync import --help",
    });
  }
  const { source, mapping, only, limit, sample, pilot, report, fixes, ...rest } = read.data;
  const maxErrors = rest["max-errors"];
  const reading = readingFlags({ lists });
  const extract = wantedTables(args);
  return {
    target: targetOf(args),
    source,
    mapping,
    only,
    report,
    fixes,
    legacySystem: rest["legacy-system"],
    asOf: rest["as-of"],
    settings: {
      mode: flags["continue-on-error"] ? "lenient" : "strict",
      dryRun: flags["dry-run"] === true,
      batchSize: rest["batch-size"] ?? BATCH,
      ...(rest["batch-size"] !== undefined && { commits: "each batch" }),
      archive: flags["no-archive"] !== true,
      onConflict: rest["on-conflict"],
      markVanished: flags["mark-vanished"] === true,
      ...keptOrDropped(flags),
      ...filesOf(flags, read.data),
      ...(flags["no-fixes"] && { leaveFixes: true }),
      ...(maxErrors && { maxErrors }),
      ...(limit !== undefined && { limit }),
      ...(sample && { sample }),
      ...(pilot && { pilot }),
      ...(Object.keys(reading).length > 0 && { reading }),
      ...(Object.keys(extract).length > 0 && { extract }),
    },
  };
}

/** Which tables of a database are asked for. */
export function wantedTables({ flags, lists }: Pick<Arguments, "flags" | "lists">): WantedTables {
  const split = (list: readonly string[]) =>
    list.flatMap((one) => one.split(",")).map((name) => name.trim());
  const schemas = split(flags.schema === undefined ? [] : [flags.schema]).filter(Boolean);
  const tables = split(lists.tables ?? []).filter(Boolean);
  return {
    ...(schemas.length > 0 && { schemas }),
    ...(tables.length > 0 && { tables }),
  };
}

function filesOf(
  flags: Arguments["flags"],
  { files, store }: { readonly files?: string | undefined; readonly store?: string | undefined },
): Pick<RunSettings, "files" | "store" | "leaveFiles"> {
  if (files !== undefined && flags["no-files"]) {
    throw new UsageError("--files and --no-files contradict each other.", {
      cure: "Give only one of them.",
    });
  }
  return {
    ...(files !== undefined && { files }),
    ...(store !== undefined && { store }),
    ...(flags["no-files"] && { leaveFiles: true }),
  };
}

/** Nothing if the mapping has its say. */
function keptOrDropped(flags: Arguments["flags"]): Pick<RunSettings, "keepUnmapped"> {
  const [keep, drop] = [flags["keep-unmapped"], flags["drop-unmapped"]];
  if (keep && drop) {
    throw new UsageError("--keep-unmapped and --drop-unmapped contradict each other.", {
      cure: "Give only one of them.",
    });
  }
  return keep || drop ? { keepUnmapped: keep === true } : {};
}
