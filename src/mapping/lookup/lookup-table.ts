/** A table as it goes to another thread: nothing is copied. */
export interface SharedLookup {
  readonly columns: number;
  readonly rows: number;
  /** The number of a row, counted from 1, by the hash of its key; 0 if there is none. */
  readonly slots: SharedArrayBuffer;
  readonly hashes: SharedArrayBuffer;
  /** Where the key and the values of each row end. */
  readonly ends: SharedArrayBuffer;
  /** For each value, whether records of the same key have others. */
  readonly contested: SharedArrayBuffer;
  /** UTF-8. */
  readonly text: SharedArrayBuffer;
}

const FIRST_ROWS = 1024;
const FIRST_BYTES = 64 * 1024;
/** The most bytes that UTF-8 takes for one unit of UTF-16. */
const WIDEST = 3;

/**
 * Values by key, of all the records of a file. They stand in a few shared arrays: a million records
 * take some hundred megabytes.
 */
export class LookupTable {
  readonly #columns: number;
  readonly #width: number;
  #rows: number;
  #bytes: number;
  #slots: Int32Array<SharedArrayBuffer>;
  #hashes: Int32Array<SharedArrayBuffer>;
  #ends: Uint32Array<SharedArrayBuffer>;
  #contested: Uint8Array<SharedArrayBuffer>;
  #text: Buffer<SharedArrayBuffer>;
  #lastKey: string | undefined;
  #lastRow = -1;

  constructor(shared: SharedLookup) {
    this.#columns = shared.columns;
    this.#width = shared.columns + 1;
    this.#rows = shared.rows;
    this.#slots = new Int32Array(shared.slots);
    this.#hashes = new Int32Array(shared.hashes);
    this.#ends = new Uint32Array(shared.ends);
    this.#contested = new Uint8Array(shared.contested);
    this.#text = Buffer.from(shared.text);
    this.#bytes = this.#end(this.#rows * this.#width - 1);
  }

  static empty(columns: number): LookupTable {
    return new LookupTable({
      columns,
      rows: 0,
      slots: new SharedArrayBuffer(FIRST_ROWS * 4 * 2),
      hashes: new SharedArrayBuffer(FIRST_ROWS * 4),
      ends: new SharedArrayBuffer(FIRST_ROWS * 4 * (columns + 1)),
      contested: new SharedArrayBuffer(FIRST_ROWS * columns),
      text: new SharedArrayBuffer(FIRST_BYTES),
    });
  }

  get rows(): number {
    return this.#rows;
  }

  /** Bytes that its texts take. */
  get bytes(): number {
    return this.#bytes;
  }

  get shared(): SharedLookup {
    return {
      columns: this.#columns,
      rows: this.#rows,
      slots: this.#slots.buffer,
      hashes: this.#hashes.buffer,
      ends: this.#ends.buffer,
      contested: this.#contested.buffer,
      text: this.#text.buffer,
    };
  }

  /** Adds the values of a key; where the key is there already, those that differ are contested. */
  add(key: string, values: readonly string[]): void {
    const row = this.#search(key);
    if (row === -1) this.#append(key, values);
    for (let column = 0; row !== -1 && column < this.#columns; column++) {
      if (this.value(row, column) !== values[column]) {
        this.#contested[row * this.#columns + column] = 1;
      }
    }
  }

  /** The row of a key; -1 if there is none. */
  find(key: string): number {
    // The fields of one record are looked up by the same key, one after the other.
    if (key !== this.#lastKey) {
      this.#lastRow = this.#search(key);
      this.#lastKey = key;
    }
    return this.#lastRow;
  }

  value(row: number, column: number): string {
    return this.#cell(row * this.#width + column + 1);
  }

  /** Whether records of the same key have other values. */
  isContested(row: number, column: number): boolean {
    return this.#contested[row * this.#columns + column] === 1;
  }

  #search(key: string): number {
    const hash = hashOf(key);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row === -1) return -1;
      if (this.#hashes[row] === hash && this.#cell(row * this.#width) === key) return row;
    }
  }

  #cell(place: number): string {
    return this.#text.toString("utf8", this.#end(place - 1), this.#end(place));
  }

  #end(place: number): number {
    return place < 0 ? 0 : (this.#ends[place] ?? 0);
  }

  #append(key: string, values: readonly string[]): void {
    if (this.#rows === this.#hashes.length) this.#growRows();
    const row = this.#rows++;
    const hash = hashOf(key);
    this.#hashes[row] = hash;
    this.#place(hash, row);
    let place = row * this.#width;
    this.#ends[place++] = this.#write(key);
    for (let column = 0; column < this.#columns; column++) {
      this.#ends[place++] = this.#write(values[column] ?? "");
    }
    this.#lastKey = undefined;
  }

  #write(text: string): number {
    const least = this.#bytes + text.length * WIDEST;
    if (least > this.#text.length) {
      const bytes = Math.max(this.#text.length * 2, least);
      this.#text = Buffer.from(widened(this.#text.buffer, bytes));
    }
    this.#bytes += this.#text.write(text, this.#bytes, "utf8");
    return this.#bytes;
  }

  #growRows(): void {
    const rows = this.#hashes.length * 2;
    this.#hashes = new Int32Array(widened(this.#hashes.buffer, rows * 4));
    this.#ends = new Uint32Array(widened(this.#ends.buffer, rows * 4 * this.#width));
    this.#contested = new Uint8Array(widened(this.#contested.buffer, rows * this.#columns));
    this.#slots = new Int32Array(new SharedArrayBuffer(rows * 4 * 2));
    for (let row = 0; row < this.#rows; row++) this.#place(this.#hashes[row] ?? 0, row);
  }

  /** There are twice as many slots as rows: a search ends soon. */
  #place(hash: number, row: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = row + 1;
  }
}

function widened(buffer: SharedArrayBuffer, bytes: number): SharedArrayBuffer {
  const wider = new SharedArrayBuffer(bytes);
  new Uint8Array(wider).set(new Uint8Array(buffer));
  return wider;
}

/** FNV-1a over UTF-16, stirred: keys that follow one another do not stand in a row. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
