/** Numbers from 0 to 1. */
type Draw = () => number;

type Damage = (bytes: Buffer, draw: Draw) => Buffer;

const below = (draw: Draw, end: number): number => Math.floor(draw() * end);

/** Two stretches that do not touch change places. */
function exchanged(bytes: Buffer, first: [number, number], second: [number, number]): Buffer {
  const [from, to] = first;
  const [start, end] = second;
  return Buffer.concat([
    bytes.subarray(0, from),
    bytes.subarray(start, end),
    bytes.subarray(to, start),
    bytes.subarray(from, to),
    bytes.subarray(end),
  ]);
}

/** Where lines begin, and where the last one ends. */
function lineStarts(bytes: Buffer): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  if (starts.at(-1) !== bytes.length) starts.push(bytes.length);
  return starts;
}

/** What may happen once to a file: each kind by its name. What is whole must be read. */
export const DAMAGES: readonly Damage[] = [
  function none(bytes) {
    return bytes;
  },
  function bit(bytes, draw) {
    const copy = Buffer.from(bytes);
    const at = below(draw, copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << below(draw, 8));
    return copy;
  },
  function byte(bytes, draw) {
    const copy = Buffer.from(bytes);
    copy[below(draw, copy.length)] = below(draw, 256);
    return copy;
  },
  function lost(bytes, draw) {
    const at = below(draw, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
  },
  function cut(bytes, draw) {
    return bytes.subarray(0, below(draw, bytes.length));
  },
  function hole(bytes, draw) {
    const at = below(draw, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(draw, 64))]);
  },
  function doubled(bytes, draw) {
    const at = below(draw, bytes.length);
    const end = at + 1 + below(draw, 64);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
  },
  function swappedBlocks(bytes, draw) {
    const size = Math.floor(bytes.length / 4);
    const at = below(draw, size);
    return exchanged(bytes, [at, at + size], [at + 2 * size, at + 3 * size]);
  },
  function swappedLines(bytes, draw) {
    const starts = lineStarts(bytes);
    const one = below(draw, starts.length - 2);
    const other = one + 1 + below(draw, starts.length - 2 - one);
    const line = (at: number): [number, number] => [starts[at] ?? 0, starts[at + 1] ?? 0];
    return starts.length < 3 ? bytes : exchanged(bytes, line(one), line(other));
  },
];
