/** Writes a day as software of a format does; names of months and weekdays are those of ICU. */
export function writeDay(day: string, format: string, language = "en"): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const at = new Date(Date.UTC(year, month - 1, date, 9, 5, 7, 120));
  const days = at.getTime() / 86_400_000;
  if (format === "ExcelSerial") return String(Math.floor(days) + 25_569);
  if (format === "ExcelSerial1904") return String(Math.floor(days) + 24_107);
  const name = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { ...options, timeZone: "UTC" })
      .formatToParts(at)
      .find(({ type }) => type === "month" || type === "weekday")?.value ?? "";
  const two = (number: number) => String(number).padStart(2, "0");
  const parts: Readonly<Record<string, () => string>> = {
    YYYY: () => String(year),
    YY: () => two(year % 100),
    MMMM: () => name({ month: "long" }),
    MMM: () => name({ month: "short" }),
    MM: () => two(month),
    M: () => String(month),
    DD: () => two(date),
    D: () => String(date),
    dddd: () => name({ weekday: "long" }),
    HH: () => "09",
    H: () => "9",
    h: () => "9",
    mm: () => "05",
    ss: () => "07",
    SSS: () => "120",
    A: () => "AM",
    Z: () => "Z",
  };
  return format.replace(/YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|HH|H|h|mm|SSS|ss|A|Z/g, (token) => {
    return parts[token]?.() ?? token;
  });
}
