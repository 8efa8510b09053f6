import type { ApprovalCounts } from "./approvals.ts";
import type { SampleResult } from "./sample-book.ts";
import type { Standing } from "./standing.ts";

// What a person signs of an import, as plain data: no patient's value is in it.

export const SIGN_OFF_VERSION = 1;

/** What a file of this kind says of itself. */
export const SIGN_OFF_KIND = "HMSync Migrate sign-off";

/** Who signs, and when. */
export interface Signature {
  readonly by: string;
  readonly role: string;
  readonly remark: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export const OPEN_POINTS = [
  /** Records that are rejected, wait, were held back by a strict run, or taken back. */
  "records",
  /** An export was not read to its end, or a part of it was asked for. */
  "part of the export",
  /** The states of an entity's records do not add up. */
  "balance",
  /** Figures of the export and of the application that should be equal are not. */
  "figures",
  "sample not drawn",
  "sample not finished",
  "sample found wrong records",
  "sample smaller than the rule",
  /** Records came in, or went, since the sample was drawn. */
  "sample of an earlier state",
  /** Lines of the mapping's sheet that nobody has approved, or somebody refused. */
  "mapping",
  /** Corrections that no run has taken in. */
  "corrections",
] as const;

/** Something that is not done: it may be signed for, and then the signature names it. */
export interface OpenPoint {
  readonly what: (typeof OPEN_POINTS)[number];
  /** The entity that is spoken of; null if it is about all of the import. */
  readonly entity: string | null;
  readonly count: number;
  /** One sentence. */
  readonly text: string;
}

/** A file of the export, as the run read it. */
export interface SignedFile {
  readonly run: string;
  readonly file: string;
  readonly entity: string;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly records: number;
}

/** One column of the rows that the chain wrote. */
export interface SignedColumn {
  readonly column: string;
  readonly nonNull: number;
  /** Order-free, over (key, value) of every row: 16 hexadecimal digits. */
  readonly digest: string;
}

/** The rows of one entity that the chain wrote, as they stand in the database. */
export interface SignedTable {
  readonly entity: string;
  readonly table: string;
  readonly key: string;
  /** Records of the chain; of these, rows that are there. */
  readonly records: number;
  readonly rows: number;
  readonly columns: readonly SignedColumn[];
}

/** Rows of these tables that the chain did not write: how many, and which. */
export interface OtherRows {
  readonly table: string;
  readonly rows: number;
  readonly digest: string;
}

/** One table of the ledger, as far as it speaks of the chain. */
export interface SignedLedger {
  readonly table: string;
  readonly rows: number;
  readonly digest: string;
}

/** How a run was asked for, and by which mapping. */
export interface SignedMapping {
  readonly run: string;
  readonly mapping: string;
  readonly sha256: string | null;
  /** Of the mapping's file, and of the lock beside it; null if there is none. */
  readonly fileSha256: string | null;
  readonly lockSha256: string | null;
  /** What these say; null if there is no such file. */
  readonly document: unknown;
  readonly lock: unknown;
}

/** People's corrections of the chain; counts are null where the file of them cannot be read as it is. */
export interface SignedCorrections {
  readonly count: number | null;
  readonly steps: number | null;
  /** Corrected since the last run that took them in. */
  readonly notTakenIn: number | null;
  /** Of the chain's fixes and of their history; null where there is none. */
  readonly sha256: string | null;
}

/** Every figure that is signed. All of it can be worked out again. */
export interface SignedFigures {
  readonly target: { readonly name: string; readonly title: string };
  readonly database: { readonly name: string; readonly schemaSha256: string };
  readonly standing: Standing;
  readonly files: readonly SignedFile[];
  readonly mappings: readonly SignedMapping[];
  readonly corrections: SignedCorrections;
  /** Null where nobody was asked to approve lines. */
  readonly approvals: (ApprovalCounts & { readonly sha256: string | null }) | null;
  readonly sample: SampleResult | null;
  readonly tables: readonly SignedTable[];
  readonly others: readonly OtherRows[];
  readonly ledger: readonly SignedLedger[];
}

/** A sign-off, as it stands in `sign-off.json`. */
export interface SignOff {
  readonly kind: typeof SIGN_OFF_KIND;
  readonly schemaVersion: typeof SIGN_OFF_VERSION;
  readonly signed: Signature;
  /** What was not done when it was signed. */
  readonly open: readonly OpenPoint[];
  readonly versions: Readonly<Record<string, string>>;
  readonly figures: SignedFigures;
  /** The file beside it that tells row by row what was signed. */
  readonly rows: { readonly file: string; readonly sha256: string };
  /** The SHA-256 of all the rest, as canonical JSON. */
  readonly digest: string;
}
