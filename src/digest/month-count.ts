const FIRST_YEAR = 1800;
const LAST_YEAR = 2399;
const MONTHS = 12;
const ZERO = 48;

/** Counts days by their month. It is asked for each record of an export: no text is made on the way. */
export class MonthCount {
  readonly #counts = new Float64Array((LAST_YEAR - FIRST_YEAR + 1) * MONTHS);

  /** @param day `YYYY-MM-DD`, whatever follows; a year that no hospital has is left out */
  add(day: string, records = 1): void {
    const year =
      (day.charCodeAt(0) - ZERO) * 1000 +
      (day.charCodeAt(1) - ZERO) * 100 +
      (day.charCodeAt(2) - ZERO) * 10 +
      (day.charCodeAt(3) - ZERO);
    const month = (day.charCodeAt(5) - ZERO) * 10 + (day.charCodeAt(6) - ZERO);
    const at = (year - FIRST_YEAR) * MONTHS + month - 1;
    if (at >= 0 && at < this.#counts.length) this.#counts[at] = (this.#counts[at] ?? 0) + records;
  }

  /** By `YYYY-MM`, in their order; months without a record are left out. */
  all(): [month: string, records: number][] {
    const found: [string, number][] = [];
    for (const [at, records] of this.#counts.entries()) {
      if (records === 0) continue;
      const month = String((at % MONTHS) + 1).padStart(2, "0");
      found.push([`${FIRST_YEAR + Math.floor(at / MONTHS)}-${month}`, records]);
    }
    return found;
  }
}
