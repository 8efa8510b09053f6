// The header once more, further down: printed on each page, or because files were joined.

/** How a record that names the columns stands to the header. */
export type HeaderAgain =
  | { readonly kind: "same" }
  /** Where each of the table's columns stands from here on. */
  | { readonly kind: "other order"; readonly places: readonly number[] }
  /** It names other columns, too, or fewer. */
  | { readonly kind: "other columns" };

/** Letter case and blanks do not tell names of columns apart; two names must be found of more. */
const FEWEST = 2;

/** Knows the names of a table's columns, and a record that is nothing but these. */
export class HeaderNames {
  readonly #names: readonly string[];
  readonly #known: ReadonlySet<string>;
  readonly #longest: number;
  /** What they begin with, and how long they are. */
  readonly #begins: ReadonlySet<number>;
  readonly #lengths: ReadonlySet<number>;

  constructor(columns: readonly string[]) {
    this.#names = columns.map(plainName);
    this.#known = new Set(this.#names.filter((name) => name !== ""));
    this.#longest = columns.reduce((longest, name) => Math.max(longest, name.length + 2), 0);
    this.#begins = new Set([...this.#known].map((name) => name.charCodeAt(0)));
    // In lower case some letters become two.
    this.#lengths = new Set([...this.#known, ...columns].map((name) => name.length));
  }

  /** Undefined if the record is one. */
  find(cells: readonly string[]): HeaderAgain | undefined {
    const [first = "", second = ""] = cells;
    if (!this.#mayName(first === "" ? second : first)) return undefined;
    const names = cells.map(plainName);
    const filled = names.filter((name) => name !== "");
    const known = filled.filter((name) => this.#known.has(name));
    const distinct = new Set(known).size;
    if (distinct < FEWEST || known.length * 2 < filled.length) return undefined;
    // Fewer columns are those of another table.
    const isWhole = this.#names.slice(names.length).every((name) => name === "");
    if (isWhole && names.every((name, at) => name === (this.#names[at] ?? "")))
      return { kind: "same" };
    // A word or two of a record may be called like a column: all of a header are.
    const most = distinct * 2 >= this.#known.size;
    if (known.length < filled.length ? !most || distinct < 3 : distinct * 3 < this.#known.size) {
      return undefined;
    }
    return this.#otherOrder(names) ?? { kind: "other columns" };
  }

  #mayName(cell: string): boolean {
    if (cell.length > this.#longest) return false;
    const [first, last] = [lowerUnit(cell, 0), lowerUnit(cell, cell.length - 1)];
    // Nothing is taken off a word of letters and digits: most records are told by a look at its ends.
    const isBare = first !== undefined && last !== undefined;
    if (isBare && !(this.#begins.has(first) && this.#lengths.has(cell.length))) return false;
    return this.#known.has(cell) || this.#known.has(plainName(cell));
  }

  /** The same columns, each once. */
  #otherOrder(names: readonly string[]): HeaderAgain | undefined {
    const distinct = this.#known.size === this.#names.filter((name) => name !== "").length;
    if (!distinct || names.length !== this.#names.length) return undefined;
    const blank = names.flatMap((name, at) => (name === "" ? [at] : []));
    const places = this.#names.map((name) =>
      name === "" ? (blank.shift() ?? -1) : names.indexOf(name),
    );
    return places.includes(-1) ? undefined : { kind: "other order", places };
  }
}

/** A letter of ASCII in lower case, or a digit; undefined if another sign stands there. */
function lowerUnit(text: string, at: number): number | undefined {
  const unit = text.charCodeAt(at);
  const lower = unit >= 65 && unit <= 90 ? unit + 32 : unit;
  return (lower >= 97 && lower <= 122) || (lower >= 48 && lower <= 57) ? lower : undefined;
}

/** Of the second of two joined files a byte order mark may stand before the quotes of the first name. */
const plainName = (name: string): string =>
  name
    .trim()
    .replace(/^"(.*)"$/su, "$1")
    .trim()
    .toLowerCase();
