import iconv from "iconv-lite";

interface Making {
  /** Names beyond ASCII. */
  readonly count: number;
  readonly seed: number;
  /** In capitals, as many old systems write names. */
  readonly shouted: boolean;
  readonly page: string;
}

/** A table of patients, most of whom have plain names, and so many have one of these. */
export function namesInPage(
  names: readonly string[],
  { count, seed, shouted, page }: Making,
): string {
  // Only what the page has can stand in a file of it.
  const written = page === "windows-1258" ? names.map(toned) : names;
  const usable = written.filter((name) => iconv.decode(iconv.encode(name, page), page) === name);
  const lines = ["id,name,born"];
  for (let at = 0; at < 200; at++) {
    const nth = Math.floor((at * count) / 200) !== Math.floor(((at + 1) * count) / 200);
    const name = nth
      ? usable[(seed * 7 + lines.length * 13) % usable.length]
      : PLAIN[at % PLAIN.length];
    lines.push(`${at + 1},${shouted ? name?.toUpperCase() : name},19${10 + (at % 80)}-01-02`);
  }
  return `${lines.join("\n")}\n`;
}

const PLAIN = ["Anna", "Martin", "Eva Klein", "Thomas", "Maria", "Peter Sand", "Lena", "Karim"];

/** As the Vietnamese page writes it: the tone behind the letter. */
function toned(name: string): string {
  const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;
  const letters = name.normalize("NFD").match(/[^\p{M}]\p{M}*/gu) ?? [];
  return letters
    .map(
      (letter) => letter.replace(tones, "").normalize("NFC") + (letter.match(tones) ?? []).join(""),
    )
    .join("");
}
