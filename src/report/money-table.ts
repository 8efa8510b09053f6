import { NAMELESS } from "../../importers/define.ts";
import { minorDigits } from "../../shared/currency.ts";
import { writeExact } from "../digest/exact-decimal.ts";
import type { DebtSummary, MoneyPlace, MoneySummary } from "../ledger/money-summary.ts";
import type { RunSummary } from "../ledger/run-summary.ts";
import { alignColumns, grouped, groupedDecimal } from "../plain/columns.ts";

/** A sum of fewer owners may be that of one person. */
const FEWEST = 5;
const OF_FEW = "(fewer than 5)";
const DIFFERS = "differs";

const LEFT_OUT =
  "Money is not summed up: a retry has single records, and not all of a patient's bills and payments. Import the whole export again for the sums and the largest differences.";

interface MoneyLook {
  readonly paint: { warn(text: string): string };
  readonly application?: string;
}

/** What was billed and paid, the export beside what arrived; where the records contradict each other; whose sums differ. */
export function moneyTable(summary: RunSummary, look: MoneyLook): string[] {
  if (summary.moneyLeftOut) return [LEFT_OUT];
  return (summary.money ?? []).flatMap((one) => [
    ...sumLines(one, summary, look),
    ...findingLines(one, summary, look),
  ]);
}

const FIGURES = [
  ["billed", "billed"],
  ["paid, less refunds", "paid"],
  ["open: billed less paid", "open"],
  ["open as recorded", "recorded"],
] as const;

function sumLines(
  { owner, old, new: landed, owners }: MoneySummary,
  { currency, committed }: RunSummary,
  { paint, application = NAMELESS }: MoneyLook,
): string[] {
  const text = (amount: number) =>
    old.owners < FEWEST ? OF_FEW : `${currency} ${amountText(amount, currency)}`;
  const rows = FIGURES.map(([says, figure]) => [
    `  ${says}`,
    text(old[figure]),
    text(landed[figure]),
    old[figure] === landed[figure] ? "" : DIFFERS,
  ]);
  const head = [`Money of ${owner}`, "in the export", committed ? `in ${application}` : "accepted"];
  const apart = [
    `  ${owner} whose sums differ`,
    "",
    grouped(owners.count),
    owners.count > 0 ? DIFFERS : "",
  ];
  return alignColumns([head, ...rows, apart]).map((line) =>
    line.endsWith(DIFFERS) ? paint.warn(line) : line,
  );
}

function findingLines(money: MoneySummary, summary: RunSummary, { paint }: MoneyLook): string[] {
  const { entity, owner, owners, items, payments, withoutDebt, withoutItems } = money;
  const { currency } = summary;
  const amount = (minor: number) => `${currency} ${amountText(minor, currency)}`;
  const listed = (says: string, found: DebtSummary | null): string[] => {
    if (found === null || found.count === 0) return [];
    const more = found.count > found.largest.length ? "   the largest:" : "";
    return [
      paint.warn(`${says}: ${grouped(found.count)}, ${amount(found.sum)} in all${more}`),
      ...found.largest.map((one) => `  ${placeText(one)}   ${amount(one.difference)}`),
    ];
  };
  const apart = owners.largest.map(
    ({ billed, paid, open, recorded, ...place }) =>
      `  of ${placeText(place)}   billed ${amount(billed)}, paid ${amount(paid)}, open ${amount(open)}, open as recorded ${amount(recorded)}`,
  );
  return [
    ...listed(`${entity} whose total is not what their items come to`, items),
    ...listed(`${entity} whose balance is not the total less the payments`, payments),
    ...listed(`Payments that belong to none of the ${entity}`, withoutDebt),
    ...(items !== null && withoutItems > 0
      ? [`${entity} without items, which cannot be checked: ${grouped(withoutItems)}`]
      : []),
    ...(apart.length > 0
      ? [paint.warn(`The largest differences of ${owner}, what arrived less the export:`), ...apart]
      : []),
  ];
}

const placeText = ({ file, line }: MoneyPlace): string => `${file} line ${line}`;

/** Minor units as an amount: `-1,234.50`. */
function amountText(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  return groupedDecimal(writeExact({ units: BigInt(minor), scale: digits }), digits);
}
