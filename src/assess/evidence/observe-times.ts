import { compileFormat } from "../../../importers/convert/date-format.ts";
import type { ReadMoment } from "../../../importers/convert/moment.ts";
import type { Decision } from "../assessment.ts";
import type { ColumnRole } from "./column-role.ts";
import { spell, timeLayout } from "./date-layout.ts";

const MOST_GROUPS = 32;
/** In so many cells, a clock of 24 hours shows an hour of the afternoon. */
const MANY_TIMES = 20;

interface TimeGroup {
  readonly order: string;
  readonly read: ReadMoment;
  cells: number;
  padded: boolean;
}

/** Reads all cells of a column as times of day. */
export class TimeObserver {
  readonly #groups = new Map<string, TimeGroup>();
  /** By hour, the cells that say no half of the day. */
  readonly #hours = new Int32Array(24);
  #cells = 0;

  /** Counts a cell without a digit: it is read as nothing of the kind. */
  addOther(): void {
    this.#cells++;
  }

  /** @param cell trimmed, and neither empty nor a null token */
  add(cell: string): void {
    this.#cells++;
    const layout = timeLayout(cell);
    if (layout === undefined) return;
    const group = this.#groups.get(layout.key) ?? this.#newGroup(layout.key);
    const moment = group?.read(cell);
    if (group === undefined || moment === undefined) return;
    group.cells++;
    group.padded &&= layout.padded;
    if (!group.order.endsWith("A")) this.#hours[moment.hour] = (this.#hours[moment.hour] ?? 0) + 1;
  }

  #newGroup(order: string): TimeGroup | undefined {
    if (this.#groups.size >= MOST_GROUPS) return undefined;
    const read = compileFormat(spell(order, false), { timeZone: "UTC" });
    const group: TimeGroup = { order, read, cells: 0, padded: true };
    this.#groups.set(order, group);
    return group;
  }

  /** What the cells prove; undefined if the column holds no times. */
  result(role?: ColumnRole): Decision[] {
    const groups = [...this.#groups.values()].filter(({ cells }) => cells > 0);
    const read = groups.reduce((sum, { cells }) => sum + cells, 0);
    if (this.#cells === 0 || (role !== "time" && (read === 0 || read * 2 < this.#cells))) return [];
    const halved = this.#lacksHalf();
    const certain = read > 0 && !halved;
    const formats = groups.map(({ order, padded }) => spell(order, padded));
    const counts = groups.map(({ cells }, at) => `${cells} prove ${formats[at]}`);
    if (halved) counts.push("no hour is 0 or over 12: the times may be on a 12-hour clock");
    if (read === 0) counts.push("no cell can be read as a time");
    else if (read < this.#cells) counts.push(`${this.#cells - read} cannot be read as a time`);
    return [
      {
        subject: "timeFormat",
        status: certain ? "certain" : "undecided",
        readings: groups.map(({ cells }, at) => {
          return { reading: formats[at] ?? "", proves: halved ? 0 : cells, fits: cells };
        }),
        undecided: halved ? read : 0,
        unread: this.#cells - read,
        evidence: counts.join("; "),
        options: certain ? { format: formats.length === 1 ? formats[0] : formats } : {},
      },
    ];
  }

  /** Hours from 1 to 12 alone, those before sunrise among them, are those of half a day. */
  #lacksHalf(): boolean {
    const hours = [...this.#hours];
    const some = (from: number, to: number) => hours.slice(from, to).some((count) => count > 0);
    const all = hours.reduce((sum, count) => sum + count, 0);
    return all >= MANY_TIMES && !some(0, 1) && !some(13, 24) && some(1, 6);
  }
}
