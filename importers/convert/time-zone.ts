import type { Moment } from "./moment.ts";

const QUARTER_HOUR = 15 * 60_000;
/** How many quarter hours are remembered. */
const REMEMBERED = 20_000;

const offsetsByZone = new Map<string, (instant: number) => number>();

/** The hospital's local moment of an instant that was written with a zone: `Z`, `+05:30`. */
export function localMoment(written: Moment, zone: string, timeZone: string): Moment {
  const { year, month, day, hour, minute } = written;
  // Not Date.UTC: it takes the year 22 for 1922.
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  const instant = midnight + (hour * 60 + minute) * 60_000 - zoneOffset(zone);
  const local = new Date(instant + offsetIn(timeZone)(instant));
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
  };
}

/** Today on the hospital's calendar, `YYYY-MM-DD`. */
export function todayIn(timeZone: string, now: Date): string {
  const instant = now.getTime();
  return new Date(instant + offsetIn(timeZone)(instant)).toISOString().slice(0, 10);
}

function zoneOffset(zone: string): number {
  if (zone === "Z") return 0;
  const sign = zone.startsWith("-") ? -1 : 1;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  return sign * (hours * 60 + minutes) * 60_000;
}

function offsetIn(timeZone: string): (instant: number) => number {
  let offset = offsetsByZone.get(timeZone);
  if (offset === undefined) {
    offset = rememberedOffsets(timeZone);
    offsetsByZone.set(timeZone, offset);
  }
  return offset;
}

function rememberedOffsets(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const look = (instant: number): number => {
    const name = format.formatToParts(instant).find(isZoneName)?.value ?? "GMT";
    return name === "GMT" ? 0 : zoneOffset(name.slice(3, 9));
  };
  const remembered = new Map<number, number>();
  return (instant) => {
    const quarter = Math.floor(instant / QUARTER_HOUR);
    const known = remembered.get(quarter);
    if (known !== undefined) return known;
    const offset = look(quarter * QUARTER_HOUR);
    // Newfoundland put its clocks forward and back at one minute past the hour.
    if (offset !== look((quarter + 1) * QUARTER_HOUR - 1)) return look(instant);
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(quarter, offset);
    return offset;
  };
}

const isZoneName = (part: Intl.DateTimeFormatPart): boolean => part.type === "timeZoneName";
