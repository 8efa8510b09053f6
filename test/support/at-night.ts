/**
 * `npm run test:night` takes every case of a list; the check takes the first few of the long ones.
 *
 * @param sample how many the check takes
 */
export function casesOf<Case>(all: readonly Case[], sample: number): readonly Case[] {
  return process.env["HMSYNC_NIGHT"] === undefined ? all.slice(0, sample) : all;
}

/**
 * How often a property is tried: all of them in `npm run test:night`, a sample in the check.
 *
 * @param night of one seed, so that the sample is the first of them
 */
export function runsOf(night: number, sample: number): { seed: number; numRuns: number } {
  const numRuns = process.env["HMSYNC_NIGHT"] === undefined ? sample : night;
  return { seed: 20260114, numRuns };
}
