import type { DbValue } from "../../../db/database.ts";
import type {
  DebtSummary,
  MoneyPlace,
  MoneySummary,
  MoneySums,
} from "../../../ledger/money-summary.ts";
import { type MoneyBook, NEW, OLD } from "./money-book.ts";

/** As many are listed. */
const LISTED = 10;

/** Whose a payment is: as it says, else as what it pays says. */
const OF_OWNER = `select p.side, coalesce(p.owner, d.owner) as owner, p.amount, p.file, p.line
  from payments p left join debts d on d.side = p.side and d.id = p.debt`;

const MOVES = `select side, owner, total as billed, 0 as paid, open as recorded, file, line from debts
  union all select side, owner, 0, amount, null, file, line from (${OF_OWNER})`;

/** Each figure is apart where one side has another one; a null is nothing. */
const FIGURES = ["billed", "paid", "recorded"] as const;

const sumOf = (figure: string, side: number): string =>
  `coalesce(sum(case when side = ${side} then ${figure} end), 0)`;

/** Sums up what was noted, the export beside the database. */
export function sumUp(book: MoneyBook, files: readonly string[]): MoneySummary {
  const { importer, tree } = book;
  const owner = importer.fields[tree.owner]?.reference?.entity ?? "";
  const asked = asker(book, files);
  return {
    entity: importer.entity,
    owner,
    old: sumsOf(book, OLD),
    new: sumsOf(book, NEW),
    owners: asked.owners(),
    items: book.linked.has("items") ? asked.places(ITEMS_APART) : null,
    payments: book.linked.has("payments") ? asked.places(PAYMENTS_APART) : null,
    withoutItems: book.linked.has("items") ? asked.count(WITHOUT_ITEMS) : 0,
    withoutDebt: asked.places(WITHOUT_DEBT),
  };
}

/** Total = items + what is added - what is taken off, of what has items. */
const ITEMS_APART = `select d.file, d.line, d.total - i.amount - d.extra as apart from debts d
  join (select debt, sum(amount) as amount from items where side = ${OLD} group by debt) i on i.debt = d.id
  where d.side = ${OLD} and apart <> 0`;

/** Open = total - payments. */
const PAYMENTS_APART = `select d.file, d.line, d.open - d.total + coalesce(p.amount, 0) as apart from debts d
  left join (select debt, sum(amount) as amount from payments where side = ${OLD} group by debt) p on p.debt = d.id
  where d.side = ${OLD} and apart <> 0`;

/** Items are looked through once: no index is on what they belong to. */
const WITHOUT_ITEMS = `select count(*) from debts where side = ${OLD}
  and id not in (select debt from items where side = ${OLD} and debt is not null)`;

const WITHOUT_DEBT = `select p.file, p.line, p.amount as apart from payments p where p.side = ${OLD}
  and not exists (select 1 from debts d where d.side = ${OLD} and d.id = p.debt)`;

/** Of a record, as one number: the place of an owner is that of the first of its records. */
const PLACE = 4_294_967_296;

const OWNERS_APART = `select min(file * ${PLACE} + line) as place, ${FIGURES.map(
  (one) => `${sumOf(one, NEW)} - ${sumOf(one, OLD)} as ${one}`,
).join(", ")}, ${sumOf("billed - paid", NEW)} - ${sumOf("billed - paid", OLD)} as open
  from (${MOVES}) group by owner
  having ${FIGURES.map((one) => `${sumOf(one, NEW)} <> ${sumOf(one, OLD)}`).join(" or ")}`;

function sumsOf({ scratch }: MoneyBook, side: number): MoneySums {
  const row = scratch
    .prepare(
      `select count(distinct owner), ${FIGURES.map((one) => sumOf(one, side)).join(", ")} from (${MOVES}) where side = ${side}`,
    )
    .get([]);
  const [owners = 0, billed = 0, paid = 0, recorded = 0] = (row ?? []).map(Number);
  return { owners, billed, paid, open: billed - paid, recorded };
}

function asker({ scratch }: MoneyBook, files: readonly string[]) {
  const placeOf = (file: DbValue | undefined, line: DbValue | undefined): MoneyPlace => ({
    file: files[Number(file ?? -1)] ?? "",
    line: Number(line ?? 0),
  });
  const count = (sql: string) => Number(scratch.prepare(sql).get([])?.[0] ?? 0);
  const places = (sql: string): DebtSummary => {
    const all = scratch.prepare(`select count(*), coalesce(sum(apart), 0) from (${sql})`).get([]);
    const largest = scratch
      .prepare(`select * from (${sql}) order by abs(apart) desc, file, line limit ${LISTED}`)
      .all([]);
    return {
      count: Number(all?.[0] ?? 0),
      sum: Number(all?.[1] ?? 0),
      largest: largest.map(([file, line, apart]) => {
        return { ...placeOf(file, line), difference: Number(apart) };
      }),
    };
  };
  const owners = () => ({
    count: count(`select count(*) from (${OWNERS_APART})`),
    largest: scratch
      .prepare(
        `${OWNERS_APART} order by max(abs(billed), abs(paid), abs(open), abs(recorded)) desc, place limit ${LISTED}`,
      )
      .all([])
      .map(([place, billed, paid, recorded, open]) => ({
        ...placeOf(Math.floor(Number(place) / PLACE), Number(place) % PLACE),
        billed: Number(billed),
        paid: Number(paid),
        open: Number(open),
        recorded: Number(recorded),
      })),
  });
  return { count, places, owners };
}
