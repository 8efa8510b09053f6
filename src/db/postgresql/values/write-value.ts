import type { DbValue } from "../../database.ts";
import type { Limits, PairedColumn, ServerType } from "../../target-server.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { canonicalJson, checkJson } from "./canonical-json.ts";
import { Refusal } from "./refusal.ts";
import { momentWriter, writeDate, writeTime } from "./write-moment.ts";
import { writeNumeric } from "./write-numeric.ts";

/**
 * Writes a value that is not null as the type's binary form, without its length.
 *
 * @throws Refusal if it cannot stand in the column as it is
 */
export type WriteValue = (value: Exclude<DbValue, null>, out: ByteWriter) => void;

/** Finds what writes the values of a column. */
export const writerFor = (column: PairedColumn): WriteValue => WRITERS[column.type](column);

/** Of a second: what the server keeps. */
const MICROSECONDS = 6;
const JSONB_VERSION = Buffer.of(1);

const decimalsOf = ({ limits }: PairedColumn): number => limits?.decimals ?? MICROSECONDS;

const WRITERS: Readonly<Record<ServerType, (column: PairedColumn) => WriteValue>> = {
  text: () => ofText(writeText),
  varchar: ({ limits }) => ofText((text, out) => writeText(within(text, limits), out)),
  bpchar: ({ limits }) => ofText((text, out) => writeText(padded(text, limits), out)),
  enum: ({ labels }) => ofText(oneOf(new Set(labels))),
  uuid: () => ofText(writeUuid),
  date: () => ofText(writeDate),
  time: (column) => ofText((text, out) => writeTime(text, out, decimalsOf(column))),
  timestamp: (column) => ofText(momentWriter("none", decimalsOf(column))),
  timestamptz: (column) => ofText(momentWriter("said", decimalsOf(column))),
  json: () =>
    ofText((text, out) => {
      checkJson(text);
      writeText(text, out);
    }),
  jsonb: ({ kept }) => (kept === "blob" ? writeScalar : ofText(writeJsonb)),
  numeric: ({ limits }) => ofNumeric(limits),
  bool: () => writeBoolean,
  int2: () => ofInteger(2),
  int4: () => ofInteger(4),
  int8: () => ofInteger(8),
  float4: () => writeFloat4,
  float8: () => writeFloat8,
  bytea: () => writeBytes,
};

function ofText(write: (text: string, out: ByteWriter) => void): WriteValue {
  return (value, out) => {
    if (typeof value !== "string") throw new Refusal("it is no text");
    write(value, out);
  };
}

function writeText(text: string, out: ByteWriter): void {
  if (out.plainText(text)) return;
  if (text.includes("\0")) throw new Refusal("it has the character U+0000");
  const size = out.text(text);
  // Nothing but ASCII takes a byte for each unit.
  if (size !== text.length && /\p{Surrogate}/u.test(text)) {
    throw new Refusal("it has half a surrogate pair");
  }
}

function writeJsonb(text: string, out: ByteWriter): void {
  out.raw(JSONB_VERSION);
  writeText(canonicalJson(text), out);
}

/** A text or a whole number as JSON. */
function writeScalar(value: Exclude<DbValue, null>, out: ByteWriter): void {
  if (typeof value !== "string" && !Number.isSafeInteger(value)) {
    throw new Refusal("it is neither a text nor a whole number that is known exactly");
  }
  writeJsonb(JSON.stringify(value), out);
}

/** The server cuts off blanks beyond the limit, and says nothing. */
function within(text: string, limits: Limits | undefined): string {
  const { length } = limits ?? {};
  if (length !== undefined && text.length > length && lengthOf(text) > length) {
    throw new Refusal(`it has more than ${length} characters`);
  }
  return text;
}

/** Blanks at the end mean nothing, and the server fills up with them. */
function padded(text: string, limits: Limits | undefined): string {
  const { length } = limits ?? {};
  if (length === undefined) return text;
  const bare = within(text.replace(/ +$/, ""), limits);
  return bare + " ".repeat(length - lengthOf(bare));
}

function lengthOf(text: string): number {
  let characters = 0;
  for (const _ of text) characters++;
  return characters;
}

const oneOf = (labels: ReadonlySet<string>) => (text: string, out: ByteWriter) => {
  if (!labels.has(text)) throw new Refusal("it is none of the values of the enum");
  writeText(text, out);
};

const UUID_LENGTH = 36;
const HYPHEN = 0x2d;
/** Where a UUID has its hyphens, and where the two digits of each byte. */
const HYPHENS = [8, 13, 18, 23];
const PAIRS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/** The value of a hexadecimal digit in either case, by its code; what is none is below zero. */
const NIBBLES = Int8Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? -1 : value;
});

function writeUuid(text: string, out: ByteWriter): void {
  let flaws = text.length === UUID_LENGTH ? 0 : -1;
  for (const at of HYPHENS) if (text.charCodeAt(at) !== HYPHEN) flaws = -1;
  out.reserve(PAIRS.length);
  const { bytes, at } = out;
  for (let nth = 0; nth < PAIRS.length; nth++) {
    const pair = PAIRS[nth] as number;
    const high = NIBBLES[text.charCodeAt(pair)] ?? -1;
    const low = NIBBLES[text.charCodeAt(pair + 1)] ?? -1;
    flaws |= high | low;
    bytes[at + nth] = (high << 4) | low;
  }
  // What is none is below zero, and so is all that it is joined to.
  if (flaws < 0) throw new Refusal("it is no UUID");
  out.at = at + PAIRS.length;
}

function writeBoolean(value: Exclude<DbValue, null>, out: ByteWriter): void {
  const number = Number(value);
  if (typeof value === "string" || (number !== 0 && number !== 1)) {
    throw new Refusal("it is neither 0 nor 1");
  }
  out.reserve(1);
  out.bytes[out.at++] = number;
}

const WHOLE = /^-?\d{1,30}$/;

/** @param size in bytes */
function ofInteger(size: 2 | 4 | 8): WriteValue {
  const limit = 2 ** (size * 8 - 1);
  return (value, out) => {
    if (typeof value === "number" && Number.isSafeInteger(value)) {
      if (value < -limit || value >= limit) throw new Refusal(OUT_OF_RANGE);
      if (size === 8) out.int64(value);
      else if (size === 4) out.int32(value);
      else out.int16(value);
    } else writeLarge(bigIntOf(value), size, out);
  };
}

const OUT_OF_RANGE = "it is out of the column's range";

function bigIntOf(value: Exclude<DbValue, null>): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "string" && WHOLE.test(value)) return BigInt(value);
  throw new Refusal("it is no whole number that is known exactly");
}

function writeLarge(value: bigint, size: 2 | 4 | 8, out: ByteWriter): void {
  if (BigInt.asIntN(size * 8, value) !== value) throw new Refusal(OUT_OF_RANGE);
  if (size === 8) out.bigInt64(value);
  else if (size === 4) out.int32(Number(value));
  else out.int16(Number(value));
}

function ofNumeric(limits: Limits | undefined): WriteValue {
  return (value, out) => {
    if (Buffer.isBuffer(value)) throw new Refusal("it is no number");
    writeNumeric(String(value), out, limits);
  };
}

function numberOf(value: Exclude<DbValue, null>): number {
  if (typeof value === "bigint" && BigInt(Number(value)) === value) return Number(value);
  if (typeof value !== "number") throw new Refusal("it is no number that is known exactly");
  // SQLite knows one zero.
  return value + 0;
}

function writeFloat8(value: Exclude<DbValue, null>, out: ByteWriter): void {
  out.reserve(8);
  out.at = out.bytes.writeDoubleBE(numberOf(value), out.at);
}

/** Digits that tell every two numbers of four bytes apart. */
const FLOAT4_DIGITS = 9;

function writeFloat4(value: Exclude<DbValue, null>, out: ByteWriter): void {
  const number = numberOf(value);
  const rounded = Math.fround(number);
  if (rounded !== number && !standsFor(number, rounded)) {
    throw new Refusal("it has more digits than a real can have");
  }
  out.reserve(4);
  out.at = out.bytes.writeFloatBE(rounded, out.at);
}

/** Less than any digit that counts, towards zero: what stands in the middle is rounded to the even digit there. */
const A_LITTLE_LESS = 1 - 2 ** -50;

/** Whether a number is what the server writes for one of four bytes: 0.1 is. */
function standsFor(number: number, rounded: number): boolean {
  if (!Number.isFinite(rounded)) return false;
  for (let digits = 1; digits <= FLOAT4_DIGITS; digits++) {
    const up = Number(rounded.toPrecision(digits));
    const down = Number((rounded * A_LITTLE_LESS).toPrecision(digits));
    if (Math.fround(up) === rounded || Math.fround(down) === rounded) {
      return up === number || down === number;
    }
  }
  return false;
}

function writeBytes(value: Exclude<DbValue, null>, out: ByteWriter): void {
  if (!Buffer.isBuffer(value)) throw new Refusal("it is no sequence of bytes");
  out.raw(value);
}
