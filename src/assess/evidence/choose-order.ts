import type { ColumnRole } from "./column-role.ts";
import type { DateGroup, Order } from "./date-group.ts";

/** What the cells of one layout prove about their order. */
export interface Choice {
  /** The orders that are meant; empty if the data allow several. */
  readonly proven: readonly Order[];
  /** The orders that come into question, the likeliest first. */
  readonly open: readonly Order[];
  /** What proved it besides the cells themselves. */
  readonly because?: string;
}

/** So many days of another order in the future are no slips of the pen. */
const FUTURE = 5;
/** Cells of one layout, and what they prove. */
export interface Decided {
  readonly group: DateGroup;
  readonly choice: Choice;
}

/** As many cells of another order may be. */
const SLIPS = 5;
/** So many cells, and so many first numbers, tell days from years of two digits. */
const MANY_DAYS = 20;
/** Years of two digits within as many before the run's are the years of records. */
const RECENT_YEARS = 12;

/** Decides which order the cells of a group are written in: one that reads all of them, if there is but one. */
export function chooseOrder(
  group: DateGroup,
  { role, asOf }: { readonly role: ColumnRole | undefined; readonly asOf: string },
): Choice {
  const read = group.cells - group.unread;
  const fitting = group.orders.filter(({ fits }) => fits > 0);
  const [first] = fitting;
  if (first === undefined) return { proven: [], open: [] };
  if (first.order.startsWith("YYYY") && first === group.orders[0]) return yearFirst(group, first);
  const whole = fitting.filter(({ fits }) => fits === read);
  if (whole.length === 0) {
    const proven = fitting.filter(({ proves }) => proves > 0);
    return group.undecided === 0
      ? { proven, open: proven }
      : { proven: [], open: likeliest(fitting) };
  }
  const [sole, rival] = whole;
  if (sole !== undefined && rival === undefined) {
    return enough(sole, group) ? only(sole) : { proven: [], open: likeliest(fitting) };
  }
  if (group.undecided === 0 && sole !== undefined) return only(sole);
  const timely = withoutFuture(whole, role);
  if (timely !== undefined) return timely;
  const years = withoutYearsAsDays(whole, Number(asOf.slice(2, 4)));
  return years ?? { proven: [], open: likeliest(whole) };
}

/**
 * ISO 8601: where the year stands first, the month follows. Cells of which no day comes so were turned, and with
 * them those of which one does, unless they are slips of the pen.
 */
function yearFirst({ orders }: DateGroup, first: Order): Choice {
  const turned = orders.find((order) => order !== first && order.fits > 0);
  const slips = turned === undefined || turned.fits < SLIPS || turned.fits * 20 < first.late;
  if (slips) return only(first);
  return first.late === 0 ? only(turned) : { proven: [], open: [first, turned] };
}

const only = (order: Order, because?: string): Choice => {
  return { proven: [order], open: [order], ...(because !== undefined && { because }) };
};

const likeliest = (orders: readonly Order[]): Order[] =>
  orders.toSorted((one, other) => other.proves - one.proves || other.fits - one.fits);

function withoutFuture(whole: readonly Order[], role: ColumnRole | undefined): Choice | undefined {
  if (role !== "birth" && role !== "past") return undefined;
  const timely = whole.filter(({ future }) => future === 0);
  const late = whole.filter(({ future }) => future > 0);
  const [order] = timely;
  if (order === undefined || timely.length > 1 || late.length === 0) return undefined;
  const least = Math.min(...late.map(({ future }) => future));
  if (least < FUTURE) return undefined;
  return only(order, `any other order would put ${least} of them into the future`);
}

/** Of the days of a year three in five are over 12: fewer than one proof in twenty is a slip of the pen. */
const enough = ({ proves }: Order, { undecided }: DateGroup): boolean => proves * 20 >= undecided;

/** Days of the month take many values, and the years of a hospital's records few and late ones. */
function withoutYearsAsDays(whole: readonly Order[], now: number): Choice | undefined {
  const recent = (order: Order) =>
    [...order.years.keys()].every((year) => order.years[year] === 0 || isRecent(year, now));
  const many = (order: Order) => order.years.filter((count) => count > 0).length >= MANY_DAYS;
  const likely = whole.filter(
    (order) => recent(order) && whole.every((other) => other === order || many(other)),
  );
  const [order] = likely;
  if (order === undefined || likely.length > 1) return undefined;
  return only(order, "only this gives few and recent years");
}

const isRecent = (year: number, now: number): boolean => (now - year + 100) % 100 <= RECENT_YEARS;
