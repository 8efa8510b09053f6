import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import iconv from "iconv-lite";
import { detectEncoding } from "../../src/source/detect/detect-encoding.ts";
import { sourceFile } from "../../src/source/open-export.ts";
import { unaccounted } from "../../test/support/account.ts";
import { checkRandomPair, WrongPush } from "../../test/support/check-pair.ts";
import { namesInPage } from "../../test/support/code-page-files.ts";
import { DAMAGED_FORMATS } from "../../test/support/damaged-formats.ts";
import { damagedReading } from "../../test/support/damaged-reading.ts";
import { mutate } from "../../test/support/mutate.ts";
import { NAMES } from "../../test/support/names.ts";
import { Choices } from "../../test/support/random-schema.ts";
import { spoilable } from "../spoilable.ts";
import { type Attack, Broken, type Verdict } from "./attack.ts";

/** A single damage to a file, many times over: a try of the program takes a hundred times as long. */
const DAMAGES = 40;

/** One for each format: a file, damaged once. */
const damages: readonly Attack[] = DAMAGED_FORMATS.map((format) => {
  return {
    kind: `damage: ${format}`,
    async attempt({ random, folder }) {
      let last: Verdict = "right";
      for (let nth = 0; nth < DAMAGES; nth++) {
        const { wrong, verdict } = await damagedReading(format, folder, () => random.next());
        if (wrong !== undefined) throw new Broken(wrong);
        last = verdict;
      }
      return last;
    },
  };
});

const mutated: Attack = {
  kind: "fixtures, spoiled",
  async attempt({ random, folder }) {
    for (let nth = 0; nth < DAMAGES; nth++) {
      const original = random.pick(spoilable());
      const path = join(folder, original.name);
      const spoiled = mutate(original.bytes, () => random.next());
      writeFileSync(path, spoiled);
      const wrong = await unaccounted(sourceFile(path, statSync(path)));
      if (wrong.length > 0) {
        throw new Broken(`${original.name}: ${wrong.join("; ")} ${spoiled.toString("base64")}`);
      }
    }
    return "right";
  },
};

/** Names of each language in each page that is usual there: right, or asked about. */
const codePages: Attack = {
  kind: "code pages",
  async attempt({ random }) {
    const { language, pages, names } = random.pick(NAMES);
    const page = random.pick(pages);
    const count = random.pick([5, 10, 30, 60]);
    const shouted = random.below(3) === 0;
    const text = namesInPage(names, { count, seed: random.below(1_000), shouted, page });
    const bytes = iconv.encode(text, page);
    const found = detectEncoding(bytes, { whole: true });
    if (found.open !== undefined) return "asked";
    const read = (encoding: string) => iconv.decode(bytes, encoding).normalize("NFC");
    if (read(found.value) === read(page)) return "right";
    // Bytes that are no UTF-8 are an issue of each record.
    if (found.value === "utf-8") return "told";
    throw new Broken(`${count} names of ${language} in ${page} were read as ${found.value}`);
  },
};

const pushes: Attack = {
  kind: "random changes of schemas",
  async attempt({ random }) {
    let verdict: Verdict = "right";
    const property = fc.asyncProperty(fc.gen(), async (draw) => {
      const { outcome } = await checkRandomPair(new Choices(draw));
      verdict = outcome === "pushed" ? "right" : "refused";
    });
    const details = await fc.check(property, {
      seed: random.below(2 ** 31),
      numRuns: 1,
      endOnFailure: true,
    });
    const { errorInstance } = details;
    if (errorInstance instanceof WrongPush)
      throw new Broken(
        `${errorInstance.message} ${JSON.stringify(errorInstance.details).slice(0, 400)}`,
      );
    if (details.failed) throw errorInstance;
    return verdict;
  },
};

/** What is tried within this process, thousands of times. */
export const readerAttacks: readonly Attack[] = [...damages, mutated, codePages, pushes];
