import { SourceError } from "../plain/errors.ts";

/** Unpacked, this much is let through whatever it was packed from: bytes. */
const HARMLESS = 32 * 2 ** 20;
/** Exports shrink to a tenth, seldom to a fiftieth; what shrinks to less is made to burst. */
const MOST_EXPANSION = 200;

/** @throws SourceError if a packed file has become too many bytes for what it was */
export function checkExpansion(name: string, unpackedSize: number, packedSize: number): void {
  if (unpackedSize <= HARMLESS || unpackedSize <= packedSize * MOST_EXPANSION) return;
  throw new SourceError(
    `${name} unpacks to more than ${MOST_EXPANSION} times its size, as if made to fill the disk.`,
    { cure: "Ask who made it; if it is genuine, unpack it yourself." },
  );
}

/** A packed file that cannot be unpacked; the cause's message is not told, it may quote. */
export function damaged(name: string, cause: unknown): SourceError {
  const code = (cause as NodeJS.ErrnoException).code ?? "damaged";
  return new SourceError(`${name} cannot be unpacked (${code}).`, {
    cure: "The file is damaged or cut, or a name in it leads outside: copy or export it again.",
    cause,
  });
}
