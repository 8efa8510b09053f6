import { UsageError } from "../plain/errors.ts";
import type { Arguments } from "./arguments.ts";

/**
 * How many rows a commit takes: `--batch-size`.
 *
 * @throws UsageError
 */
export function batchSize({ flags }: Pick<Arguments, "flags">, usual: number): number {
  const asked = flags["batch-size"];
  if (asked === undefined) return usual;
  if (/^[1-9]\d{0,8}$/.test(asked)) return Number(asked);
  throw new UsageError("--batch-size takes a whole number, 1 or more.", {
    cure: `Write --batch-size ${usual}.`,
  });
}
