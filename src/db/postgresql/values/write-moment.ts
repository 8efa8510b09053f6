import type { ByteWriter } from "./byte-writer.ts";
import { Refusal } from "./refusal.ts";

// Days are counted from 2000-01-01, moments in microseconds from its midnight
// (https://www.postgresql.org/docs/current/datatype-datetime.html; datatype/timestamp.h).

const DAY_MS = 86_400_000;
const EPOCH_DAY = Date.UTC(2000, 0, 1) / DAY_MS;
const DAY_SECONDS = 86_400;
const MICROSECONDS = 1_000_000;

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** Most rows have one of a few thousand days, and of the minutes of a day. */
const KNOWN = 8_192;
const knownDays = new Map<string, number>();
const knownTimes = new Map<string, number>();

/** The number of a day that is written `YYYY-MM-DD`. */
function dayNumber(text: string): number {
  const known = knownDays.get(text);
  if (known !== undefined) return known;
  const [, year, month, day] = DAY.exec(text) ?? [];
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // A day that is none comes out as another one: 31 February, month 0.
  if (year === undefined || year === "0000" || date.toISOString().slice(0, 10) !== text) {
    throw new Refusal("it is no date YYYY-MM-DD");
  }
  const number = date.getTime() / DAY_MS - EPOCH_DAY;
  keep(knownDays, text, number);
  return number;
}

function keep(known: Map<string, number>, text: string, number: number): void {
  if (known.size === KNOWN) known.clear();
  known.set(text, number);
}

/** Microseconds since midnight, of `HH:MM`, `HH:MM:SS` or `HH:MM:SS.ffffff`. */
function timeOfDay(text: string, decimals: number): number {
  const [, hour, minute, second = "0", fraction = ""] = TIME.exec(text) ?? [];
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  // PostgreSQL has 24:00:00, and no other time after it.
  const isTime = seconds <= DAY_SECONDS && Number(minute) < 60 && Number(second) < 60;
  if (hour === undefined || !isTime || (seconds === DAY_SECONDS && Number(fraction) > 0)) {
    throw new Refusal("it is no time HH:MM:SS");
  }
  if (/[1-9]/.test(fraction.slice(decimals))) {
    throw new Refusal(`it has more than ${decimals} decimals of a second`);
  }
  return seconds * MICROSECONDS + Number(fraction.slice(0, 6).padEnd(6, "0"));
}

export function writeDate(text: string, out: ByteWriter): void {
  out.int32(dayNumber(text));
}

export function writeTime(text: string, out: ByteWriter, decimals: number): void {
  let time = knownTimes.get(text);
  if (time === undefined) {
    time = timeOfDay(text, decimals);
    // Without a fraction it is the same for any number of decimals.
    if (!text.includes(".")) keep(knownTimes, text, time);
  }
  out.int64(time);
}

/**
 * @param zone whether a text has to say it: of `timestamptz` it must, of `timestamp` it must not
 * @returns what writes the moments of one column
 */
export function momentWriter(
  zone: "said" | "none",
  decimals: number,
): (text: string, out: ByteWriter) => void {
  // Rows that follow each other were often made at one moment.
  let last = "";
  const bytes = Buffer.alloc(8);
  return (text, out) => {
    if (text !== last) bytes.writeBigInt64BE(momentOf(text, zone, decimals));
    last = text;
    out.raw(bytes);
  };
}

function momentOf(text: string, zone: "said" | "none", decimals: number): bigint {
  const [, day = "", time = "", offset] = MOMENT.exec(text) ?? [];
  if (day === "") throw new Refusal("it is no moment YYYY-MM-DDTHH:MM:SS");
  if ((offset !== undefined) !== (zone === "said")) {
    throw new Refusal(zone === "said" ? "it lacks its offset from UTC" : "it has an offset");
  }
  const seconds = dayNumber(day) * DAY_SECONDS - offsetSeconds(offset ?? "Z");
  return BigInt(seconds) * BigInt(MICROSECONDS) + BigInt(timeOfDay(time, decimals));
}

function offsetSeconds(offset: string): number {
  if (offset === "Z") return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(":", "") || 0);
  if (hours > 15 || minutes > 59) throw new Refusal("its offset from UTC is none");
  return (offset.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60);
}
