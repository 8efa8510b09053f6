/** UTF-8 has three bytes at most for a unit of UTF-16. */
export const BYTES_PER_UNIT = 3;

/**
 * Makes room behind what a buffer holds.
 *
 * @param length bytes that are held
 * @param more bytes that are to come
 * @returns the buffer itself where they fit, or a larger one that holds the same
 */
export function grownBuffer(buffer: Buffer, length: number, more: number): Buffer {
  const needed = length + more;
  if (needed <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafe(Math.max(needed, buffer.length * 2));
  buffer.copy(larger, 0, 0, length);
  return larger;
}
