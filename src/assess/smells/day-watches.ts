import type { SourceRecord } from "../../source/record.ts";
import type { ColumnProfile, FileProfile, Smell } from "../assessment.ts";
import { dayReader } from "../read-day.ts";
import type { Role } from "../role.ts";
import { columnIn, columnsIn, type FileRoles } from "../roles.ts";
import { type SmellCode, smell } from "./catalog.ts";
import { cellOf, Places, type Watch } from "./watch.ts";

/** Which day may not lie before which. */
const ORDERS: readonly (readonly [earlier: Role, later: Role, code: SmellCode])[] = [
  ["birth", "registered", "registration.before-birth"],
  ["birth", "death", "death.before-birth"],
  ["birth", "visited", "visit.before-birth"],
  ["birth", "admitted", "visit.before-birth"],
  ["admitted", "discharged", "discharge.before-admission"],
  ["visited", "discharged", "discharge.before-admission"],
];

/** What is to be looked for between the days of one record. */
export function dayOrderWatches(roles: FileRoles): Watch[] {
  const { file } = roles;
  const orders = ORDERS.flatMap(([before, after, code]) => {
    const [earlier, later] = [columnIn(roles, before), columnIn(roles, after)];
    if (earlier === undefined || later === undefined) return [];
    return [new OrderWatch(file, { earlier, later, code })];
  });
  const [birth, age] = [columnIn(roles, "birth"), columnsIn(roles, "age")[0]];
  if (birth === undefined || age === undefined) return orders;
  return [...orders, new AgeWatch(file, birth, age)];
}

interface DayOrder {
  readonly earlier: ColumnProfile;
  readonly later: ColumnProfile;
  readonly code: SmellCode;
}

/** Finds records whose later day lies before the earlier one. */
class OrderWatch implements Watch {
  readonly #file: FileProfile;
  readonly #order: DayOrder;
  readonly #readEarlier;
  readonly #readLater;
  readonly #places = new Places();
  #both = 0;

  constructor(file: FileProfile, order: DayOrder) {
    this.#file = file;
    this.#order = order;
    this.#readEarlier = dayReader(order.earlier);
    this.#readLater = dayReader(order.later);
  }

  see(record: SourceRecord): void {
    const earlier = this.#readEarlier(cellOf(record, this.#order.earlier));
    const later = this.#readLater(cellOf(record, this.#order.later));
    if (earlier === undefined || later === undefined) return;
    this.#both++;
    if (later < earlier) this.#places.add(record.line);
  }

  found(): readonly Smell[] {
    const { count, lines } = this.#places;
    const { later, code } = this.#order;
    if (count === 0) return [];
    const trace = { file: this.#file.file, column: later.header, of: this.#both };
    return [smell(code, { ...trace, count, lines })];
  }
}

/** The ages were true in one year, or within one of it. */
const NEAR = 1;
/** Where fewer agree on the year, the ages were taken at different times: nothing can be said. */
const AGREE = 0.5;
const FEWEST = 10;

/** Finds ages that contradict birth dates, by the year in which both would be true. */
class AgeWatch implements Watch {
  readonly #file: FileProfile;
  readonly #birth: ColumnProfile;
  readonly #age: ColumnProfile;
  readonly #read;
  readonly #years = new Map<number, Places>();
  #both = 0;

  constructor(file: FileProfile, birth: ColumnProfile, age: ColumnProfile) {
    this.#file = file;
    this.#birth = birth;
    this.#age = age;
    this.#read = dayReader(birth);
  }

  see(record: SourceRecord): void {
    const born = this.#read(cellOf(record, this.#birth));
    const age = cellOf(record, this.#age);
    if (born === undefined || !/^\d{1,3}$/.test(age)) return;
    this.#both++;
    const year = Number(born.slice(0, 4)) + Number(age);
    const places = this.#years.get(year) ?? new Places();
    this.#years.set(year, places);
    places.add(record.line);
  }

  found(): readonly Smell[] {
    const near = (year: number) =>
      [...this.#years].filter(([one]) => Math.abs(one - year) <= NEAR).map(([, places]) => places);
    const total = (places: readonly Places[]) => places.reduce((sum, { count }) => sum + count, 0);
    const years = [...this.#years.keys()];
    const best = years.sort((one, other) => total(near(other)) - total(near(one)))[0];
    if (best === undefined || this.#both < FEWEST) return [];
    const agreeing = near(best);
    if (total(agreeing) < this.#both * AGREE) return [];
    const others = [...this.#years.values()].filter((places) => !agreeing.includes(places));
    const count = total(others);
    if (count === 0) return [];
    const lines = others.flatMap((places) => places.lines).sort((a, b) => a - b);
    const trace = { file: this.#file.file, column: this.#age.header, of: this.#both, count };
    return [smell("age.contradicts-birth", { ...trace, lines: lines.slice(0, 10) })];
  }
}
