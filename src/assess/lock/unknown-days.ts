import { UNHEARD } from "../../../importers/convert/unheard.ts";
import type { Convert, Field, FieldContext } from "../../../importers/define.ts";
import { BEYOND, type PlaceholderDay, PlaceholderDays } from "../../digest/placeholder-days.ts";
import type { Decision } from "../assessment.ts";
import type { ColumnRole } from "../evidence/column-role.ts";

/** So many different texts that the mapping does not read are kept until it is known how they are written. */
const MOST_TEXTS = 10_000;

type Options = Readonly<Record<string, unknown>>;

interface Days {
  readonly field: Field;
  readonly role: ColumnRole;
  readonly options: Options;
  readonly context: FieldContext;
}

/** Finds the days of a field that may stand for an unknown one, also those that no field takes: 9999-12-31. */
export class UnknownDays {
  readonly #of: Days;
  readonly #days: PlaceholderDays;
  readonly #unread = new Map<string, number>();

  constructor(days: Days) {
    this.#of = days;
    this.#days = new PlaceholderDays(days.role === "birth" ? "births" : "events");
  }

  /** @param day that the field reads the text as; null if it reads none */
  add(text: string, day: string | null): void {
    if (day !== null) {
      this.#days.add(day);
      return;
    }
    const count = this.#unread.get(text);
    if (count !== undefined) this.#unread.set(text, count + 1);
    else if (this.#unread.size < MOST_TEXTS) this.#unread.set(text, 1);
  }

  /** @param decisions what the cells prove of how they are written: a draft does not say it yet */
  result(decisions: readonly Decision[]): readonly PlaceholderDay[] {
    const { field, options, context } = this.#of;
    const proven = Object.assign({}, ...decisions.map((decision) => decision.options), options);
    const read = field.compile(proven, context);
    const beyond = BEYOND.flatMap((day) => {
      const is = field.nothing?.({ ...proven, unknownDays: [day] }, context);
      return is === undefined ? [] : [[day, is] as const];
    });
    for (const [text, count] of this.#unread) {
      const day = dayOf(read, text) ?? beyond.find(([, is]) => is(text))?.[0];
      if (day !== undefined) this.#days.add(day, count);
    }
    return this.#days.result();
  }
}

function dayOf(read: Convert<string | number | boolean | null>, text: string): string | undefined {
  const day = read(text, UNHEARD);
  return typeof day === "string" ? day : undefined;
}
