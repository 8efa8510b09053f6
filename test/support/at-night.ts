/**
 * `npm run test:night` takes every case of a list; the check takes the first few of the long ones.
 *
 * @param sample how many the check takes
 */
export function casesOf<Case>(all: readonly Case[], sample: number): readonly Case[] {
  return process.env["HMSYNC_NIGHT"] === undefined ? all.slice(0, sample) : all;
}
