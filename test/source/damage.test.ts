import { expect, test } from "vitest";
import { DAMAGED_FORMATS } from "../support/damaged-formats.ts";
import { damagedReading } from "../support/damaged-reading.ts";
import { seededRandom } from "../support/mutate.ts";
import { workspace } from "../support/workspace.ts";

// A sample of what `bench/break.ts --only damage` does by the thousand.

const EACH = process.env["HMSYNC_NIGHT"] === undefined ? 25 : 4_000;

test.each(DAMAGED_FORMATS)(
  "%s, damaged once, is read as what stands there, or refused, or told",
  async (format) => {
    const folder = workspace();
    const draw = seededRandom(17);
    const verdicts = new Set<string>();
    for (let time = 0; time < EACH; time++) {
      const { wrong, verdict } = await damagedReading(format, folder, draw);
      expect(wrong).toBeUndefined();
      verdicts.add(verdict);
    }
    expect([...verdicts]).toContain("right");
  },
);
