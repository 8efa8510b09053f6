// Dates that a dump writes in a format of its own: TO_DATE('10-MAY-70', 'DD-MON-RR').

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
/** What a format's part takes, and which part of a day it is. */
const PARTS: readonly (readonly [RegExp, string, keyof Moment])[] = [
  [/^(?:YYYY|RRRR|SYYYY)/i, "(\\d{4})", "year"],
  [/^RR/i, "(\\d{2})", "yearNear"],
  [/^YY/i, "(\\d{2})", "yearOf2000"],
  [/^MONTH/i, "([A-Za-z]{3,9})\\s*", "monthName"],
  [/^MON/i, "([A-Za-z]{3})", "monthName"],
  [/^MM/i, "(\\d{1,2})", "month"],
  [/^DD/i, "(\\d{1,2})", "day"],
  [/^HH24/i, "(\\d{1,2})", "hour"],
  [/^HH(?:12)?/i, "(\\d{1,2})", "hourOf12"],
  [/^MI/i, "(\\d{1,2})", "minute"],
  [/^SS/i, "(\\d{1,2})", "second"],
  [/^(?:X|\.)?FF\d?/i, "(?:[.,](\\d{1,9}))?", "fraction"],
  [/^(?:AM|PM|A\.M\.|P\.M\.)/i, "([AaPp])\\.?[Mm]\\.?", "half"],
];

interface Moment {
  year?: string;
  yearNear?: string;
  yearOf2000?: string;
  monthName?: string;
  month?: string;
  day?: string;
  hour?: string;
  hourOf12?: string;
  minute?: string;
  second?: string;
  fraction?: string;
  half?: string;
}

/**
 * A day, or a day and a time, as ISO 8601 writes them, of a text in Oracle's or PostgreSQL's format
 * (docs.oracle.com, Format Models); undefined if the format has more, or the text is not in it.
 */
export function momentByFormat(text: string, format: string): string | undefined {
  let rest = format.replace(/^FX|FM/gi, "").trim();
  let form = "";
  const named: (keyof Moment)[] = [];
  while (rest !== "") {
    const part = PARTS.find(([sign]) => sign.test(rest));
    const taken = part?.[0].exec(rest)?.[0] ?? /^[-/.,:; ]|^T|^"[^"]*"/i.exec(rest)?.[0];
    if (taken === undefined) return undefined;
    // Any punctuation stands for any other.
    form += part?.[1] ?? (/^["T]/i.test(taken) ? escaped(taken.replaceAll('"', "")) : "[-/.,:; ]*");
    if (part !== undefined) named.push(part[2]);
    rest = rest.slice(taken.length);
  }
  const found = new RegExp(`^${form}$`, "i").exec(text.trim());
  if (found === null) return undefined;
  return written(Object.fromEntries(named.map((name, at) => [name, found[at + 1]])), named);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const MIDDLE = 50;

function written(moment: Moment, named: readonly (keyof Moment)[]): string | undefined {
  const { yearNear, yearOf2000, monthName } = moment;
  const near = yearNear && `${Number(yearNear) < MIDDLE ? 20 : 19}${yearNear}`;
  const year = moment.year ?? near ?? (yearOf2000 && `20${yearOf2000}`);
  const month = monthName
    ? MONTHS.indexOf(monthName.slice(0, 3).toUpperCase()) + 1
    : Number(moment.month);
  const day = Number(moment.day);
  if (year === undefined || !(month >= 1 && month <= 12) || !(day >= 1 && day <= 31))
    return undefined;
  const date = `${year}-${two(month)}-${two(day)}`;
  const hasTime = named.includes("hour") || named.includes("hourOf12");
  if (!hasTime) return date;
  const { fraction = "" } = moment;
  const clock = [hourOf(moment), Number(moment.minute ?? 0), Number(moment.second ?? 0)];
  const parts = fraction.replace(/0+$/, "");
  return `${date} ${clock.map(two).join(":")}${parts === "" ? "" : `.${parts}`}`;
}

const NOON = 12;

function hourOf({ hour, hourOf12, half }: Moment): number {
  if (hour !== undefined) return Number(hour);
  const plain = Number(hourOf12 ?? 0) % NOON;
  return half?.toUpperCase() === "P" ? plain + NOON : plain;
}

const two = (number: number): string => String(number).padStart(2, "0");

const MYSQL: Readonly<Record<string, string>> = {
  Y: "YYYY",
  y: "RR",
  m: "MM",
  c: "MM",
  d: "DD",
  e: "DD",
  H: "HH24",
  k: "HH24",
  h: "HH",
  I: "HH",
  i: "MI",
  s: "SS",
  S: "SS",
  p: "AM",
  b: "MON",
  M: "MONTH",
  T: "HH24:MI:SS",
};

/** The same of a format of MySQL's STR_TO_DATE; undefined if it has more. */
export function momentByPercent(text: string, format: string): string | undefined {
  let isKnown = true;
  const plain = format.replace(/%(.)/g, (_, sign: string) => {
    const part = MYSQL[sign];
    isKnown &&= part !== undefined;
    return part ?? "";
  });
  return isKnown ? momentByFormat(text, plain) : undefined;
}

const DAY = 86_400_000;
const FIRST_OF_1900 = Date.UTC(1900, 0, 1);
const TICKS = 300;

/**
 * A moment that SQL Server's scripts write as bytes: CAST(0x0000A2A500000000 AS DateTime).
 *
 * The forms are those of its storage: datetime has days since 1900 and three hundredths of a second,
 * date the days since the year 1, smalldatetime days and minutes.
 */
export function momentOfBytes(bytes: Buffer, type: string): string | undefined {
  const kind = /^\[?(\w+)/.exec(type.trim().toLowerCase())?.[1];
  if (kind === "datetime" && bytes.length === 8) {
    const ms = Math.round((bytes.readUInt32BE(4) * 1_000) / TICKS);
    return plainMoment(FIRST_OF_1900 + bytes.readInt32BE(0) * DAY + ms);
  }
  if (kind === "smalldatetime" && bytes.length === 4)
    return plainMoment(
      FIRST_OF_1900 + bytes.readUInt16BE(0) * DAY + bytes.readUInt16BE(2) * 60_000,
    );
  // Management Studio writes a byte more than the three that a date has.
  if (kind === "date" && (bytes.length === 3 || (bytes.length === 4 && bytes[3] === 0)))
    return dayOf(bytes.readUIntLE(0, 3));
  if (kind === "datetime2" && bytes.length >= 7) {
    const [scale = 0] = bytes;
    const ticks = bytes.readUIntLE(1, bytes.length - 4);
    const day = dayOf(bytes.readUIntLE(bytes.length - 3, 3));
    const seconds = ticks / 10 ** scale;
    return `${day} ${plainMoment(Math.floor(seconds * 1_000)).slice(11)}`;
  }
  return undefined;
}

const YEAR_1 = new Date("0001-01-01T00:00:00Z").getTime();
const dayOf = (days: number): string => new Date(YEAR_1 + days * DAY).toISOString().slice(0, 10);

const plainMoment = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace("T", " ")
    .replace("Z", "")
    .replace(/\.000$/, "");
