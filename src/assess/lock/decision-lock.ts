import { z } from "zod";
import { UsageError } from "../../plain/errors.ts";
import type { FieldEvidence, FileEvidence } from "./field-evidence.ts";
import { openQuestions, type Question, writtenHow } from "./questions.ts";

/** What was decided about one field, and on which evidence. */
const LockedDecision = z.object({
  entity: z.string(),
  field: z.string(),
  columns: z.array(z.string()),
  /** What the mapping says of it; empty if the defaults hold. */
  decided: z.record(z.string(), z.unknown()),
  /** `dateFormat`, `decimalSeparator`, ...; null if the cells prove nothing. */
  subject: z.string().nullable(),
  evidence: z.string(),
  readings: z.array(
    z.object({ reading: z.string(), proves: z.number().int(), fits: z.number().int() }),
  ),
  cells: z.number().int(),
  /** Cells that the mapping cannot read, and how many different ones: no more than 1,000 are told apart. */
  refused: z.number().int(),
  refusedKinds: z.number().int(),
  /** By null token that the mapping does not list, the cells that have it. */
  nullTokens: z.record(z.string(), z.number().int()),
  /** What the data left open when a person had it locked all the same. */
  accepted: z.array(z.string()),
});
export type LockedDecision = z.infer<typeof LockedDecision>;

const LockFile = z.object({
  lockVersion: z.literal(1),
  /** Of what the mapping says, when the evidence was gathered. */
  mappingSha256: z.string(),
  /** `YYYY-MM-DD`: what the future was measured from. */
  asOf: z.iso.date(),
  files: z.array(
    z.object({
      file: z.string(),
      entity: z.string(),
      sha256: z.string(),
      records: z.number().int(),
      columns: z.array(z.string()),
    }),
  ),
  decisions: z.array(LockedDecision),
});

/** What was decided about an export, kept beside its mapping: counts and hashes, no value of a record. */
export type DecisionLock = z.infer<typeof LockFile>;

/** Where the decisions of a mapping are kept: `mapping.lock.json` beside `mapping.json`. */
export const lockPath = (mapping: string): string => `${mapping.replace(/\.json$/i, "")}.lock.json`;

/**
 * Reads the text of a lock file.
 *
 * @throws UsageError if it is none
 */
export function parseLock(name: string, json: string): DecisionLock {
  try {
    return LockFile.parse(JSON.parse(json));
  } catch (error) {
    throw new UsageError(`${name} is not a lock of decisions.`, {
      cure: "Restore the previous one, or remove it: the next import decides again and writes a new one.",
      cause: error,
    });
  }
}

/** Of what a lock is made. */
export interface LockInput {
  readonly mappingSha256: string;
  readonly asOf: string;
  readonly files: readonly FileEvidence[];
}

/** What the evidence of an export comes to, as it is kept. */
export function makeLock({ mappingSha256, asOf, files }: LockInput): DecisionLock {
  const found = files.flatMap(({ fields }) => fields);
  const keys = [...new Set(found.map(({ entity, field }) => `${entity}.${field}`))];
  return {
    lockVersion: 1,
    mappingSha256,
    asOf,
    files: files.map(({ file, entity, sha256, records, header }) => {
      return { file, entity, sha256: sha256 ?? "", records, columns: [...header] };
    }),
    decisions: keys.map((key) =>
      lockDecision(found.filter(({ entity, field }) => `${entity}.${field}` === key)),
    ),
  };
}

/** Files of one entity come to one decision for each field. */
function lockDecision(parts: readonly FieldEvidence[]): LockedDecision {
  const [first] = parts;
  const decisions = parts.flatMap((part) => writtenHow(part) ?? []);
  const sum = (of: (part: FieldEvidence) => number) =>
    parts.reduce((total, part) => total + of(part), 0);
  return {
    entity: first?.entity ?? "",
    field: first?.field ?? "",
    columns: [...(first?.columns ?? [])],
    decided: { ...first?.said },
    subject: decisions[0]?.subject ?? null,
    evidence: decisions.map(({ evidence }) => evidence).join("; "),
    readings: mergeReadings(decisions.flatMap(({ readings }) => readings)),
    cells: sum(({ cells }) => cells),
    refused: sum(({ refused }) => Object.values(refused).reduce((all, one) => all + one, 0)),
    refusedKinds: sum(({ refusedKinds }) => refusedKinds),
    nullTokens: mergeTokens(parts),
    accepted: [...new Set(parts.flatMap((part) => openQuestions(part)).map(({ kind }) => kind))],
  };
}

function mergeReadings(readings: LockedDecision["readings"]): LockedDecision["readings"] {
  const merged = new Map<string, LockedDecision["readings"][number]>();
  for (const { reading, proves, fits } of readings) {
    const before = merged.get(reading) ?? { reading, proves: 0, fits: 0 };
    merged.set(reading, { reading, proves: before.proves + proves, fits: before.fits + fits });
  }
  return [...merged.values()];
}

function mergeTokens(parts: readonly FieldEvidence[]): Record<string, number> {
  const tokens = parts
    .flatMap(({ decisions }) => decisions)
    .filter(({ subject }) => subject === "nullTokens")
    .flatMap(({ readings }) => readings.filter(({ proves }) => proves > 0));
  const merged = mergeReadings(tokens);
  return Object.fromEntries(merged.map(({ reading, proves }) => [reading, proves]));
}

/**
 * What is kept after a later export that contradicts nothing: its files, and for each field the
 * stronger evidence. An entity that this export does not have keeps what is locked of it: the next
 * export that has it is compared with that.
 */
export function renewLock(before: DecisionLock, now: DecisionLock): DecisionLock {
  const present = new Set(now.files.map(({ entity }) => entity));
  const isAbsent = ({ entity }: { readonly entity: string }) => !present.has(entity);
  const isSameMapping = before.mappingSha256 === now.mappingSha256;
  // Files that were read through another mapping have to be read again, even if they are the same.
  const absent = before.files
    .filter(isAbsent)
    .map((file) => (isSameMapping ? file : Object.assign({}, file, { sha256: "" })));
  const renewed = now.decisions.map((decision) => {
    const known = before.decisions.find(
      ({ entity, field }) => entity === decision.entity && field === decision.field,
    );
    const isSame = JSON.stringify(known?.decided) === JSON.stringify(decision.decided);
    return known !== undefined && isSame && proofs(known) > proofs(decision) ? known : decision;
  });
  return {
    ...now,
    files: [...now.files, ...absent],
    decisions: [...renewed, ...before.decisions.filter(isAbsent)],
  };
}

const proofs = ({ readings }: LockedDecision): number =>
  readings.reduce((sum, { proves }) => sum + proves, 0);

/** Whether a question was put aside when this very mapping of the field was locked. */
export function isAccepted(
  lock: DecisionLock | undefined,
  { entity, field, kind }: Question,
  { said }: Pick<FieldEvidence, "said">,
): boolean {
  const known = lock?.decisions.find((one) => one.entity === entity && one.field === field);
  const isSame = JSON.stringify(known?.decided) === JSON.stringify(said);
  return known !== undefined && isSame && known.accepted.includes(kind);
}
