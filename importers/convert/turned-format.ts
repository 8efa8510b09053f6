/** Before a format: a spreadsheet has exchanged day and month in the cells that are written so. */
export const TURNED = /^turned:/;

const PARTS = /\[[^\]]*\]|M{1,4}|D{1,2}o?|[^MD[]+|\[/g;
const isMonth = (part: string): boolean => part === "M" || part === "MM";
const isDay = (part: string): boolean => part === "D" || part === "DD";

/** The format that reads what a spreadsheet has turned as it was before. */
export function turned(format: string): string {
  const parts = format.match(PARTS) ?? [];
  const [month, day] = [parts.find(isMonth), parts.find(isDay)];
  // A month's name and a number of days have no other order.
  if (month === undefined || day === undefined) return `turned:${format}`;
  return parts.map((part) => (isMonth(part) ? day : isDay(part) ? month : part)).join("");
}
