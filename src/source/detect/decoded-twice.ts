import { iconv } from "../iconv.ts";
import type { Finding } from "./detect-dialect.ts";

// UTF-8 that was once read as windows-1252 and written again: `LÃ³pez`.

/** A run of what UTF-8 bytes above 127 look like in windows-1252. */
const RUN =
  /(?:[\u00C2-\u00DF][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[\u00E0-\u00EF][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2})+/gu;
const ABOVE_ASCII = /\P{ASCII}+/gu;

/** Whether a text has signs of it. */
export function isDecodedTwice(text: string): boolean {
  return repairDecodedTwice(text) !== text;
}

/** The text as it was meant; what shows no sign of it stays as it is. */
export function repairDecodedTwice(text: string): string {
  return text.replace(RUN, (run) => {
    const bytes = toBytes(run);
    const meant = bytes?.toString("utf8") ?? run;
    return meant.includes("\uFFFD") ? run : meant;
  });
}

/** Windows-1252, with the five bytes that it leaves undefined as the controls that decoders make of them. */
function toBytes(run: string): Buffer | undefined {
  const bytes: number[] = [];
  for (const sign of run) {
    const unit = sign.charCodeAt(0);
    const byte = unit < 0x100 ? unit : iconv().encode(sign, "windows-1252")[0];
    if (byte === undefined || (byte === 0x3f && sign !== "?")) return undefined;
    bytes.push(byte);
  }
  return Buffer.from(bytes);
}

/** How much of a text was decoded twice. */
export function detectDecodedTwice(text: string): Finding<boolean> {
  const runs = text.match(ABOVE_ASCII) ?? [];
  const twice = runs.filter(isDecodedTwice).length;
  if (twice === 0) return { value: false, confidence: 1, evidence: "no sign of it" };
  const evidence = `${twice} of ${runs.length} runs of letters above ASCII are UTF-8 that was read as windows-1252`;
  return { value: true, confidence: Math.round((1 - 1 / (twice + 1)) * 100) / 100, evidence };
}
