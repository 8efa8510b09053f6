import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { money } from "../../../importers/convert/money.ts";
import { converter, outcomeOf } from "../../support/convert.ts";
import { observe, settled, times } from "../../support/observe.ts";

const first = (cells: readonly string[], role?: Parameters<typeof observe>[1]) =>
  settled(observe(cells, role)[0]);

describe("decimals", () => {
  test.each([
    [["12.50", "7"], { decimal: "." }],
    [["12,50", "1.234"], { decimal: ",", group: "." }],
    [["1.234.567"], { decimal: ",", group: "." }],
    [["1,23,456.50"], { decimal: ".", group: "," }],
    [["1 234,5"], { decimal: ",", group: " " }],
    [["1'234.50"], { decimal: ".", group: "'" }],
    [["₹ 1,200.50", "Rs. 7"], { decimal: ".", group: ",", symbols: ["Rs.", "₹"] }],
  ])("%j say %j", (cells, options) => {
    expect(first(cells, "amount")).toEqual(options);
  });

  test("stay open where three digits follow the only mark, or cells prove both", () => {
    expect(first(["1.234", "500"], "amount")).toEqual(["0 .", "0 ,"]);
    expect(first(["1,5", "1.5"], "amount")).toEqual(["1 .", "1 ,"]);
  });

  test("of a currency that has two are not three", () => {
    const observer = observe(["1,200", "500"], "amount", 2);
    expect(settled(observer[0])).toEqual({ decimal: ".", group: "," });
  });

  test("whole numbers and words prove nothing", () => {
    expect(observe(["1234", "0"])).toEqual([]);
    expect(observe(["1.5 mg of it, twice", "see 2,5"])).toEqual([]);
  });

  test("a column of amounts is decided right, or left undecided", () => {
    const writings = [
      { decimal: ".", group: "" },
      { decimal: ",", group: "" },
      { decimal: ".", group: "," },
      { decimal: ",", group: "." },
      { decimal: ",", group: " " },
      { decimal: ".", group: "'" },
    ];
    const amounts = fc.array(fc.integer({ min: 0, max: 99_999_999 }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...writings),
        fc.constantFrom(0, 1, 2),
        amounts,
        (how, digits, all) => {
          const minor = all.map((amount) => amount - (amount % 10 ** (2 - digits)));
          const cells = minor.map((amount) => writeAmount(amount, digits, how));
          const [decision] = observe(cells, "amount");
          if (decision === undefined || decision.status === "undecided") return;
          const field = money({ column: "fee", currencyColumn: "currency" });
          const read = converter(field, decision.options);
          expect(cells.map((cell) => outcomeOf(read(cell)))).toEqual(minor);
        },
      ),
      { seed: 6, numRuns: 200 },
    );
  });
});

function writeAmount(
  minor: number,
  digits: number,
  how: { decimal: string; group: string },
): string {
  const whole = String(Math.floor(minor / 100)).replace(/\B(?=(\d{3})+$)/g, how.group);
  const fraction = String(minor % 100)
    .padStart(2, "0")
    .slice(0, digits);
  return digits === 0 ? whole : `${whole}${how.decimal}${fraction}`;
}

describe("codes", () => {
  test.each([
    [["M", "F"], { codes: { M: "M", F: "F" } }],
    [["H", "M"], { codes: { H: "M", M: "F" } }],
    [["m", "w", "d"], { codes: { m: "M", w: "F", d: "O" } }],
    [["Femme", "HOMME"], { codes: { Femme: "F", HOMME: "M" } }],
    [["زن", "مرد"], { codes: { زن: "F", مرد: "M" } }],
    [["L", "P"], { codes: { L: "M", P: "F" } }],
    [["Ж", "М"], { codes: { Ж: "F", М: "M" } }],
  ])("%j are genders", (cells, options) => {
    expect(first(cells)).toEqual(options);
  });

  test("that several customs explain stay open", () => {
    expect(first(["V", "M"], "gender")).toEqual(["0 M", "0 F"]);
    expect(first(["1", "2"], "gender")).toEqual(["0 M", "0 F"]);
  });

  test("that nobody knows are counted, and not named", () => {
    const [decision] = observe(["M", "F", "Q7"], "gender");
    expect(decision).toMatchObject({ status: "undecided", unread: 1 });
    expect(JSON.stringify(decision)).not.toContain("Q7");
  });

  test("may be called as what every object has", () => {
    const [decision] = observe(["M", "F", "constructor", "__proto__", "toString"], "gender");
    expect(decision).toMatchObject({ status: "undecided", unread: 3 });
    expect(decision?.options["codes"]).toEqual({ F: "F", M: "M" });
  });

  test("of a status, and of yes and no", () => {
    expect(first(["Erledigt", "storniert"])).toEqual({
      codes: { Erledigt: "completed", storniert: "cancelled" },
    });
    expect(first(["Oui", "Non"])).toEqual({ codes: { Oui: "true", Non: "false" } });
  });
});

describe("times", () => {
  test.each([
    [["09:30", "14:00"], { format: "HH:mm" }],
    [["9:30:00", "14:00:00"], { format: "H:mm:ss" }],
    [["09:30 AM", "02:00 PM"], { format: "hh:mm A" }],
    [["16:00:00.0000000"], { format: "HH:mm:ss.SSS" }],
    [["09h30"], { format: "HH[h]mm" }],
    [["09:30", "2:00 PM"], { format: ["HH:mm", "h:mm A"] }],
  ])("%j say %j", (cells, options) => {
    expect(first(cells)).toEqual(options);
  });

  test("without an hour after noon may be those of half a day", () => {
    const hours = ["02:00", "04:30", "09:15", "11:00", "12:00"].flatMap((time) => times(4, time));
    expect(observe(hours)[0]?.status).toBe("undecided");
    expect(observe([...hours, "15:00"])[0]?.status).toBe("certain");
  });

  test("behind their day are read as the day is", () => {
    expect(first(["2022-01-15 09:30"], "time")).toEqual({ format: "YYYY-MM-DD HH:mm" });
  });
});

describe("amounts with symbols", () => {
  test.each([
    [["Rs. 500/-", "300/-"], { symbols: ["/-", "Rs."] }],
    [["Rs 500 only", "₹ 1,200.00"], { decimal: ".", group: ",", symbols: ["Rs", "only", "₹"] }],
    [["$50 USD", "$20"], { symbols: ["$", "USD"] }],
    [["1.200,- kr", "300,- kr"], { decimal: ",", group: ".", symbols: [",-", "kr"] }],
    [["CHF 1'200.-"], { decimal: ".", group: "'", symbols: [".-", "CHF"] }],
    [["500 CFA"], { symbols: ["CFA"] }],
    [["(500.00)", "20.00"], { decimal: ".", negative: "parentheses" }],
    [["500.00-", "20.00"], { decimal: ".", negative: "trailing-minus" }],
    [["-$5.00", "$-5.00"], { decimal: ".", symbols: ["$"] }],
    [["₹1,00,000", "12,34,567.50"], { decimal: ".", group: ",", symbols: ["₹"] }],
  ])("%j say %j", (cells, options) => {
    expect(settled(observe(cells, "amount")[0])).toEqual(options);
  });

  test.each([[["€5", "$3"]], [["€ 5 USD"]], [["500 ریال", "30 تومان"]], [["Rs. 5", "KES 5"]]])(
    "%j are of several currencies, and symbols are left to a person",
    (cells) => {
      const [currencies, marks] = observe(cells, "amount");
      expect([currencies?.subject, currencies?.status]).toEqual(["currencies", "undecided"]);
      expect(marks?.options).not.toHaveProperty("symbols");
    },
  );
});

describe("null tokens", () => {
  test("are what programs write, and in days and numbers any word for nothing", () => {
    const [, tokens] = observe(["2024-03-25", "NULL", "None", "none"]);
    expect(settled(tokens)).toEqual({ nullTokens: ["NULL", "None", "none"] });
  });

  test("in text may be meant", () => {
    expect(settled(observe(["Asha", "NULL", "None"])[0])).toEqual({ nullTokens: ["NULL"] });
    expect(settled(observe(["Asha", "None"])[0])).toEqual(["0 None"]);
  });
});
