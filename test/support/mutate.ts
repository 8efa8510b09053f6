/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SIGNS = [
  ...['"', "'", ",", ";", "\t", "|", "\n", "\r", "\r\n", " ", "\\", "\u0000", "#", "\uFEFF"],
  ...['""', '",', ',"', '\n"', "é", "Ã©", "\u00A0", "=", "Total", "{", "}", "[", "]", ":"],
];

/** The file with a few signs put in, taken out, doubled, cut or turned into other bytes. */
export function mutate(file: Buffer, random: () => number): Buffer {
  let bytes = file;
  const times = 1 + Math.floor(random() * 4);
  for (let time = 0; time < times; time++) bytes = once(bytes, random);
  return bytes;
}

function once(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * (bytes.length + 1));
  const end = Math.min(bytes.length, at + Math.floor(random() * 12));
  const [before, within, behind] = [
    bytes.subarray(0, at),
    bytes.subarray(at, end),
    bytes.subarray(end),
  ];
  const sign = SIGNS[Math.floor(random() * SIGNS.length)] ?? "";
  switch (Math.floor(random() * 6)) {
    case 0:
      return Buffer.concat([before, Buffer.from(sign), bytes.subarray(at)]);
    case 1:
      return Buffer.concat([before, behind]);
    case 2:
      return Buffer.concat([before, within, within, behind]);
    case 3:
      return before;
    case 4:
      return Buffer.concat([before, Buffer.from([Math.floor(random() * 256)]), behind]);
    default:
      return Buffer.concat([before, Buffer.from(sign.repeat(3)), behind]);
  }
}
