/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import { minorDigits } from "../../../shared/currency.ts";
import type { MoneyStanding } from "../../chain/standing.ts";
import { writeExact } from "../../digest/exact-decimal.ts";
import type { MoneySums } from "../../ledger/money-summary.ts";
import { counted, grouped, groupedDecimal } from "../../plain/columns.ts";
import { inPlainWords } from "./words.ts";

const LINES = [
  ["Billed", "billed"],
  ["Paid, less refunds", "paid"],
  ["Open: billed less paid", "open"],
  ["Open as recorded", "recorded"],
] as const satisfies readonly (readonly [string, keyof MoneySums])[];

/** What amounts come to, owner by owner. */
export const MoneyPart: FC<{
  money: readonly MoneyStanding[];
  application: string;
  currency: string;
}> = ({ money, application, currency }) => (
  <>
    {money.map((one) => (
      <OfOwner money={one} application={application} currency={currency} />
    ))}
  </>
);

const OfOwner: FC<{ money: MoneyStanding; application: string; currency: string }> = ({
  money: { run, entity, owner, old, new: now, differing },
  application,
  currency,
}) => (
  <div class="block">
    <p class="about">
      {inPlainWords(entity)} and payments, summed up for each of {inPlainWords(owner)}, as {run}{" "}
      found them:{" "}
      {differing === 0
        ? "of nobody do they differ."
        : `of ${counted(differing, "one", "").trim()} of them they differ. The report of that run lists the largest.`}
    </p>
    <section class="scroll" tabindex={0} aria-label="Money">
      <table class="totals" aria-label="Money">
        <thead>
          <tr>
            <th scope="col">Money</th>
            <th scope="col" class="number">
              In the export
            </th>
            <th scope="col" class="number">
              In {application}
            </th>
            <th scope="col" class="number">
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {LINES.map(([says, key]) => (
            <tr>
              <th scope="row">{says}</th>
              <td class="number">{amount(old?.[key], currency)}</td>
              <td class="number">{amount(now?.[key], currency)}</td>
              <td class={old && now && old[key] !== now[key] ? "number differs" : "number soft"}>
                {difference(old?.[key], now?.[key], currency)}
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">Have any</th>
            <td class="number">{old === null ? "fewer than 5" : grouped(old.owners)}</td>
            <td class="number">{now === null ? "fewer than 5" : grouped(now.owners)}</td>
            <td class="number soft" />
          </tr>
        </tbody>
      </table>
    </section>
  </div>
);

function amount(minor: number | undefined, currency: string): string {
  if (minor === undefined) return "(fewer than 5)";
  const digits = minorDigits(currency);
  return `${currency} ${groupedDecimal(writeExact({ units: BigInt(minor), scale: digits }), digits)}`;
}

function difference(old: number | undefined, now: number | undefined, currency: string): string {
  if (old === undefined || now === undefined) return "";
  if (old === now) return "none";
  return `${now > old ? "+" : ""}${amount(now - old, currency).slice(currency.length + 1)}`;
}
