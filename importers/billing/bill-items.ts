import { billItems as billItemsTable } from "../../shared/schema.ts";
import { decimal } from "../convert/decimal.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { money } from "../convert/money.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";

/** What bills are made up of. */
export const billItems = defineImporter({
  entity: "billItems",
  topic: "billing",
  table: billItemsTable,
  fields: {
    legacyId: legacyId(),
    billId: reference("bills", {
      label: "bill",
      required: true,
      owner: true,
      carry: ["currency"],
    }),
    description: text({ required: true }),
    quantity: decimal(),
    unitPrice: money({ column: "unitPriceMinor", belowNothing: "sound" }),
    amount: money({
      required: true,
      column: "amountMinor",
      currencyColumn: "currency",
      belowNothing: "sound",
    }),
  },
  rules: [
    {
      code: "amount.differs",
      severity: "warning",
      fields: ["amount", "quantity", "unitPrice"],
      advice:
        "The amount is not the quantity times the unit price. All three were imported as recorded.",
      broken: ({ quantity, unitPriceMinor, amountMinor }) =>
        quantity != null &&
        unitPriceMinor != null &&
        amountMinor != null &&
        !isProduct(amountMinor, quantity, unitPriceMinor),
    },
    {
      code: "currency.other",
      severity: "error",
      fields: ["amount"],
      parent: "bill",
      advice:
        "The item is in a different currency than its bill. Import it with the bill's mapping.",
      broken: (row, { parents }) => {
        const currency = parents["bill"]?.["currency"];
        return currency != null && currency !== row.currency;
      },
    },
  ],
});

/** Whether an amount is so many times the price, to the minor unit: what is less than one may be rounded either way. */
function isProduct(amount: number, quantity: string, price: number): boolean {
  const [whole = "", fraction = ""] = quantity.split(".");
  const scale = 10n ** BigInt(fraction.length);
  const product = BigInt(whole + fraction) * BigInt(price);
  const apart = product - BigInt(amount) * scale;
  return apart < scale && apart > -scale;
}
