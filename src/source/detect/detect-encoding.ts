import { isUtf8 } from "node:buffer";
import { CODE_PAGES, type CodePage, codePage, plausibility } from "./code-page.ts";
import type { Finding } from "./detect-dialect.ts";

// Which encoding a file's text is in. What can be proven is proven (a mark, valid UTF-8, the NULs of
// UTF-16); an 8-bit code page is the one whose letters make the most plausible words.

/** As many bytes above 127 as are looked at. */
const LOOKED_AT = 4_000;
/** From this share of NUL bytes on, at even or at odd places, text is UTF-16. */
const NULS = 0.2;
/** Damaged UTF-8 has this many sound sequences for each broken one; other text has next to none. */
const SOUND_SEQUENCES = 1;

/**
 * Finds the encoding in the first bytes of a file.
 *
 * @param whole the sample is the whole file, so that its last character is not cut
 */
export function detectEncoding(
  sample: Buffer,
  { whole }: { readonly whole: boolean },
): Finding<string> {
  return (
    byMark(sample) ??
    byNuls(sample) ??
    byUtf8(sample, whole) ??
    byPairs(sample) ??
    byLetters(sample)
  );
}

const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** How many bytes of a file's start are a mark, not text. */
export function markLength(start: Buffer, encoding: string): number {
  const mark = MARKS.find(([name]) => name === encoding)?.[1] ?? [];
  return mark.length > 0 && mark.every((byte, at) => start[at] === byte) ? mark.length : 0;
}

function byMark(sample: Buffer): Finding<string> | undefined {
  const found = MARKS.find(([, mark]) => mark.every((byte, at) => sample[at] === byte));
  if (found === undefined) return undefined;
  return { value: found[0], confidence: 1, evidence: "byte order mark" };
}

function byNuls(sample: Buffer): Finding<string> | undefined {
  const nuls = [0, 0];
  for (let at = 0; at < sample.length; at++) {
    if (sample[at] === 0) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = nuls;
  const half = sample.length / 2;
  if (
    half === 0 ||
    Math.max(even, odd) < half * NULS ||
    Math.min(even, odd) * 10 > Math.max(even, odd)
  ) {
    return undefined;
  }
  const value = odd > even ? "utf-16le" : "utf-16be";
  const share = Math.round((Math.max(even, odd) / half) * 100);
  return { value, confidence: 0.95, evidence: `${share} % of every other byte is NUL` };
}

function byUtf8(sample: Buffer, whole: boolean): Finding<string> | undefined {
  const text = whole ? sample : sample.subarray(0, lastBoundary(sample));
  if (!text.some((byte) => byte > 127)) {
    return { value: "utf-8", confidence: 1, evidence: "only ASCII so far" };
  }
  if (isUtf8(text)) return { value: "utf-8", confidence: 1, evidence: "valid UTF-8" };
  const decoded = text.toString("utf8");
  const broken = decoded.match(/\uFFFD/g)?.length ?? 0;
  const sound = decoded.match(/[^\p{ASCII}\uFFFD]/gu)?.length ?? 0;
  if (sound < broken * SOUND_SEQUENCES) return undefined;
  const evidence = `${sound} valid sequences of UTF-8, ${broken} broken`;
  return { value: "utf-8", confidence: sound / (sound + broken), evidence };
}

/** A sample may end within a character. */
function lastBoundary(sample: Buffer): number {
  let at = sample.length - 1;
  while (at > 0 && sample.length - at < 4 && ((sample[at] ?? 0) & 0xc0) === 0x80) at--;
  return (sample[at] ?? 0) >= 0xc0 ? at : sample.length;
}

/** GBK and Big5 write each Chinese character as two bytes; by those of the commonest they are known. */
function byPairs(sample: Buffer): Finding<string> | undefined {
  const { pairs, gbk, big5, low, broken } = countPairs(sample);
  if (pairs < FEWEST_PAIRS || broken > pairs * MOST_BROKEN) return undefined;
  // Plain GB 2312 has no second byte below 161.
  const isBig5 = big5 > pairs * COMMON_PAIRS && low > pairs * LOW_TRAILS;
  const common = isBig5 ? big5 : gbk;
  if (common < pairs * COMMON_PAIRS) return undefined;
  const share = Math.round((common / pairs) * 100);
  const evidence = `not UTF-8; ${share} % of ${pairs} pairs of bytes are common Chinese characters`;
  return { value: isBig5 ? "big5" : "gb18030", confidence: 1 - 1 / (pairs + 1), evidence };
}

function countPairs(sample: Buffer) {
  const counts = { pairs: 0, gbk: 0, big5: 0, low: 0, broken: 0 };
  for (let at = 0; at < sample.length; at++) {
    const lead = sample[at] ?? 0;
    if (lead < 0x81) continue;
    const trail = sample[++at] ?? 0;
    counts[trail < 0x40 ? "broken" : "pairs"]++;
    counts.gbk += Number(within(lead, 0xb0, 0xd7) && trail > 0xa0);
    counts.big5 += Number(within(lead, 0xa4, 0xc6));
    counts.low += Number(within(trail, 0x40, 0x7e));
  }
  return counts;
}

const within = (byte: number, first: number, last: number): boolean =>
  byte >= first && byte <= last;

const FEWEST_PAIRS = 4;
const MOST_BROKEN = 0.03;
const COMMON_PAIRS = 0.5;
const LOW_TRAILS = 0.15;

function byLetters(sample: Buffer): Finding<string> {
  const places: number[] = [];
  for (let at = 0; at < sample.length && places.length < LOOKED_AT; at++) {
    if ((sample[at] ?? 0) > 127) places.push(at);
  }
  const ranked = CODE_PAGES.map((page) => {
    const sum = places.reduce((total, at) => total + plausibility(sample, at, page), 0);
    return { page, score: sum / places.length + page.prior };
  }).sort((one, other) => other.score - one.score);
  const best = ranked[0];
  if (best === undefined)
    return { value: "windows-1252", confidence: 0, evidence: "nothing known" };
  const rival = ranked.find(({ page }) => differs(page, best.page, { sample, places }));
  const margin = best.score - (rival?.score ?? -1);
  const certain = Math.max(0, Math.min(1, 0.5 + margin / 2)) * (1 - 1 / (places.length + 1));
  const confidence = Math.round((best.score < 0 ? certain / 4 : certain) * 100) / 100;
  const next = rival === undefined ? "" : `, before ${rival.page.encoding}`;
  const evidence = `not UTF-8; the letters of ${places.length} bytes above 127 are the most plausible in it${next}`;
  return { value: best.page.encoding, confidence, evidence };
}

function differs(
  one: CodePage,
  other: CodePage,
  { sample, places }: { readonly sample: Buffer; readonly places: readonly number[] },
): boolean {
  const [mine, theirs] = [codePage(one.encoding), codePage(other.encoding)];
  return places.some((at) => mine[sample[at] ?? 0] !== theirs[sample[at] ?? 0]);
}
