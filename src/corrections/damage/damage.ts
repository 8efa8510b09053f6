import { trimText } from "../../../shared/trim-text.ts";
import { momentDamage } from "./moments.ts";
import { numberDamage } from "./numbers.ts";

/** Characters of a cell beyond these are cut by spreadsheet programs. */
const MOST_CHARACTERS = 32_767;
const ERROR =
  /^#(?:NAME\?|VALUE!|REF!|DIV\/0!|N\/A|NUM!|NULL!|SPILL!|CALC!)$|^(?:Err:\d{3}|#{2,})$/i;
/** What stands in the place of a character that the encoding of a saved file does not have. */
const LOST = /[?\ufffd]/;

/**
 * What a spreadsheet program did to a cell, in words, so that `was` is written as `now`; nothing
 * where no habit of such programs explains it, and a person must have changed it.
 */
export function damage(was: string, now: string): string | undefined {
  const [before, after] = [trimText(was), trimText(now)];
  if (before === after) return "blanks";
  if (ERROR.test(after) && !ERROR.test(before)) return "error value";
  if (before === "" || after === "") return undefined;
  if (tidy(before) === tidy(after)) return "typography";
  const bare = unarmoured(after);
  if (bare !== after && tidy(bare) === tidy(before)) return "quotes";
  return (
    truthDamage(before, after) ??
    numberDamage(unarmoured(before), bare) ??
    momentDamage(unarmoured(before), bare) ??
    characterDamage(before, after)
  );
}

/** Without what correction on typing, fonts and line ends change. */
function tidy(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\u200B-\u200F\u2060\uFEFF\u00AD]/g, "")
    .replace(/[‘’‚′]/g, "'")
    .replace(/[“”„″]/g, '"')
    .replace(/[‐‑–—−]/g, "-")
    .replace(/--/g, "-")
    .replace(/\s+/g, " ")
    .trim();
}

/** Without what makes a spreadsheet keep a text: `="001"`, `'001`, quotes that were doubled. */
export function unarmoured(text: string): string {
  const [, formula] = /^="([^"]*)"$/.exec(text) ?? [];
  if (formula !== undefined) return formula;
  const [, quoted] = /^"(.*)"$/s.exec(text) ?? [];
  if (quoted !== undefined) return quoted.replaceAll('""', '"');
  return text.startsWith("'") ? text.slice(1) : text;
}

const truthDamage = (was: string, now: string): string | undefined =>
  /^(?:true|false)$/i.test(was) && was.toLowerCase() === now.toLowerCase()
    ? "number format"
    : undefined;

function characterDamage(was: string, now: string): string | undefined {
  if (was.length > MOST_CHARACTERS && was.startsWith(now) && now.length >= MOST_CHARACTERS - 1) {
    return "cut";
  }
  if (isLost(was, now) || Buffer.from(was).toString("latin1") === now || isReadAs1252(was, now)) {
    return "lost characters";
  }
  return undefined;
}

/** `?ukasz`: the encoding that the file was saved in has no such letter. */
function isLost(was: string, now: string): boolean {
  if (!LOST.test(now)) return false;
  const [before, after] = [[...was.normalize("NFC")], [...now.normalize("NFC")]];
  return (
    before.length === after.length &&
    after.every((letter, at) => {
      const own = before[at] ?? "";
      return letter === own || (LOST.test(letter) && own > "\u007f");
    })
  );
}

/** UTF-8 that was taken for windows-1252. */
function isReadAs1252(was: string, now: string): boolean {
  if (!/[ÃÂÄÅâÐÑØÙ]/.test(now)) return false;
  return new TextDecoder("windows-1252").decode(Buffer.from(was)) === now;
}
