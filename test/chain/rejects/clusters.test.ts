import { expect, test } from "vitest";
import { clustersOf, fingerprintKey } from "../../../src/chain/rejects/clusters.ts";

const spelled = (...texts: string[]) => texts.map((text) => ({ text, count: 1, isKnown: false }));
const groups = (...texts: string[]) =>
  clustersOf(spelled(...texts)).map(({ spellings }) => spellings.map(({ text }) => text).sort());

test("letter case, accents, marks and the order of words make no other key", () => {
  expect(fingerprintKey(" Núñez, José ")).toBe(fingerprintKey("jose NUNEZ"));
  expect(fingerprintKey("in-progress")).toBe("in progress");
  // Signs of vowels are no accents: without them it is another word.
  expect(fingerprintKey("मीना")).not.toBe(fingerprintKey("मनी"));
});

test("words that differ by a letter or so are near, short ones and numbers of few signs are not", () => {
  expect(groups("Cardiology", "Cardiolgy", "Neurology")).toEqual([["Cardiolgy", "Cardiology"]]);
  expect(groups("M", "F", "no", "on")).toEqual([]);
});

test("what no record has is nothing to correct", () => {
  const known = { text: "completed", count: 0, isKnown: true };
  const other = { text: "complete", count: 0, isKnown: true };
  expect(clustersOf([known, other])).toEqual([]);
  const [found] = clustersOf([known, { text: "Completed!", count: 3, isKnown: false }]);
  expect(found?.spellings.map(({ text }) => text)).toEqual(["completed", "Completed!"]);
});
