/** Finds the places of one byte in a window. What it found is remembered: lines are many, quotes may be few. */
export class NextByte {
  readonly #window: Buffer;
  readonly #byte: number;
  /** None stands from here up to what was found. */
  #from = 0;
  #found = -1;

  constructor(window: Buffer, byte: number) {
    this.#window = window;
    this.#byte = byte;
  }

  /** Where the next one stands, at this place or behind it; the window's length where none does. */
  from(start: number): number {
    if (start >= this.#from && start <= this.#found) return this.#found;
    const found = this.#window.indexOf(this.#byte, start);
    this.#from = start;
    this.#found = found === -1 ? this.#window.length : found;
    return this.#found;
  }
}
