import { isDecodedTwice, repairDecodedTwice } from "./detect/decoded-twice.ts";
import type { Dialect, Flaw, SourceRecord } from "./record.ts";

/** What a stretch of text holds that may spoil its records. */
export interface Suspicion {
  readonly replaced: boolean;
  readonly nul: boolean;
  readonly twice: boolean;
}

const REPLACED = Buffer.from("\uFFFD");
/** The first two bytes of what UTF-8 becomes when it is decoded twice: `Ã`, `Â`, `â€`, `Ø`, `Ð`, ... */
const TWICE = [0x82, 0x83, 0x84, 0x85, 0x8e, 0x8f, 0x90, 0x91, 0x98, 0x99, 0xa0, 0xa2].map((byte) =>
  Buffer.from([0xc3, byte]),
);

/** Looks a whole window over, so that single records need not be. */
export function suspect(text: Buffer, { encoding }: Pick<Dialect, "encoding">): Suspicion {
  return {
    // In UTF-8 itself the sign may stand for what another tool could not read.
    replaced: encoding !== "utf-8" && text.includes(REPLACED),
    nul: text.includes(0),
    twice: text.includes(0xc3) && TWICE.some((start) => text.includes(start)),
  };
}

/** The record with the flaws that its text shows, and its cells repaired where that is asked for. */
export function checkCells(
  record: SourceRecord,
  { replaced, nul, twice }: Suspicion,
  { decodedTwice }: Pick<Dialect, "decodedTwice">,
): SourceRecord {
  const { cells } = record;
  const flaws: Flaw[] = [];
  if (replaced && cells.some((cell) => cell.includes("\uFFFD"))) flaws.push("encoding");
  if (nul && cells.some((cell) => cell.includes("\u0000"))) flaws.push("not-text");
  if (!twice || !cells.some(isDecodedTwice)) return withFlaws(record, flaws);
  if (decodedTwice === "flag") return withFlaws(record, [...flaws, "decoded-twice"]);
  return withFlaws({ ...record, cells: cells.map(repairDecodedTwice) }, flaws);
}

function withFlaws(record: SourceRecord, flaws: readonly Flaw[]): SourceRecord {
  return flaws.length === 0 ? record : { ...record, flaws: [...record.flaws, ...flaws] };
}
