import { countAll } from "../../mapping/aside/count-aside.ts";
import type { Fit, IgnoredFile } from "../../mapping/fit.ts";
import { SourceError } from "../../plain/errors.ts";

/** A larger file is not read only to be counted: bytes. */
export const WORTH_COUNTING = 64 * 1024 * 1024;

/** The same, with what the files hold that nothing is made of. */
export async function withHeld(fit: Fit): Promise<Fit> {
  const ignored: IgnoredFile[] = [];
  for (const one of fit.ignored) ignored.push({ ...one, held: await heldBy(one) });
  return { ...fit, ignored };
}

async function heldBy({ headed }: IgnoredFile): Promise<IgnoredFile["held"]> {
  if (headed === undefined || headed.file.size > WORTH_COUNTING) return undefined;
  try {
    return await countAll(headed);
  } catch (error) {
    // It is left alone: that it cannot be read is no reason to stop.
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}
