import iconv from "iconv-lite";
import { detectEncoding } from "../src/source/detect/detect-encoding.ts";
import { namesInPage } from "../test/support/code-page-files.ts";
import { NAMES } from "../test/support/names.ts";

// Scores the detection of code pages: names of each language in each page that is usual there, few and many, in
// a file of many others. `npx tsx bench/code-pages.ts [seeds]`; with -v the misses.

const seeds = Number(process.argv[2] ?? 5);
const verbose = process.argv.includes("-v");
const total = { right: 0, asked: 0, refused: 0, wrong: 0 };
const rows: Record<string, typeof total> = {};
for (const { language, pages, names } of NAMES) {
  for (const page of pages) {
    for (const count of [1, 2, 3, 5, 10, 30]) {
      for (let seed = 0; seed < seeds; seed++) {
        for (const shouted of [false, true]) {
          const text = namesInPage(names, { count, seed, shouted, page });
          const bytes = iconv.encode(text, page);
          const found = detectEncoding(bytes, { whole: true });
          const said = iconv.decode(bytes, found.value).normalize("NFC");
          const right = said === iconv.decode(bytes, page).normalize("NFC");
          const outcome = found.open
            ? "asked"
            : right
              ? "right"
              : found.value === "utf-8"
                ? "refused"
                : "wrong";
          total[outcome]++;
          const key = `${language} ${page} ${count < 3 ? "few" : "many"}`;
          rows[key] ??= { right: 0, asked: 0, refused: 0, wrong: 0 };
          rows[key][outcome]++;
          if (verbose && outcome !== "right") {
            const words = said
              .match(/\S*[^\p{ASCII}][^,\n]*/gu)
              ?.slice(0, 4)
              .join(" ");
            const rival = found.open?.rival ?? "";
            process.stdout.write(
              `${outcome} ${language} ${page} ${count}: ${found.value} ${words} ${rival}\n`,
            );
          }
        }
      }
    }
  }
}
process.stdout.write(
  `${Object.entries(rows)
    .filter(([, r]) => r.asked + r.wrong + r.refused > 0)
    .map(([key, row]) => `${key.padEnd(36)} ${JSON.stringify(row)}`)
    .join("\n")}\n`,
);
process.stdout.write(`${JSON.stringify(total)}\n`);
