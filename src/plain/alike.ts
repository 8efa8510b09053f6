/**
 * Keeps one of all plain values that are equal, and of their parts: of a hundred thousand files most are written
 * in one way, and are to take the room of one.
 */
export class Alike {
  readonly #known = new Map<string, unknown>();
  readonly #numbers = new WeakMap<object, number>();
  #next = 0;

  /** The first of what is equal; lists and plain objects are made of such parts. */
  of<Value>(value: Value): Value {
    return this.#one(value) as Value;
  }

  #one(value: unknown): unknown {
    if (typeof value === "string") return this.#first(`"${value}`, value);
    if (typeof value !== "object" || value === null || !isPlain(value)) return value;
    if (this.#numbers.has(value)) return value;
    const parts = Object.entries(value).map(([name, part]) => [name, this.#one(part)] as const);
    const key = JSON.stringify(parts.map(([name, part]) => [name, this.#spell(part)]));
    if (Array.isArray(value)) return this.#first(`[${key}`, () => parts.map(([, part]) => part));
    return this.#first(`{${key}`, () => Object.fromEntries(parts));
  }

  #first(key: string, made: unknown): unknown {
    if (this.#known.has(key)) return this.#known.get(key);
    const value = typeof made === "function" ? (made as () => unknown)() : made;
    this.#known.set(key, value);
    if (typeof value === "object" && value !== null) this.#numbers.set(value, this.#next++);
    return value;
  }

  /** Two parts are spelled alike only if they are one. */
  #spell(part: unknown): string {
    if (typeof part === "string") return `"${part}`;
    if (typeof part === "number" && Object.is(part, -0)) return "-0";
    if ((typeof part !== "object" && typeof part !== "function") || part === null) {
      return `${typeof part} ${String(part)}`;
    }
    const number = this.#numbers.get(part) ?? this.#next++;
    this.#numbers.set(part, number);
    return `#${number}`;
  }
}

const isPlain = (value: object): boolean =>
  Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
