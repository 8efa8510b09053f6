const ROOM = 256 * 1024;

/** Gathers bytes until they are worth a write. */
export class GrownChunks {
  #room = Buffer.allocUnsafeSlow(ROOM);
  #end = 0;

  get isFull(): boolean {
    return this.#end >= ROOM / 2;
  }

  add(bytes: Buffer): void {
    if (this.#end + bytes.length > this.#room.length) {
      const larger = Buffer.allocUnsafeSlow(
        Math.max(this.#room.length * 2, this.#end + bytes.length),
      );
      this.#room.copy(larger, 0, 0, this.#end);
      this.#room = larger;
    }
    bytes.copy(this.#room, this.#end);
    this.#end += bytes.length;
  }

  /** What was gathered, which is the caller's then. */
  take(): Buffer {
    const taken = this.#room.subarray(0, this.#end);
    this.#room = Buffer.allocUnsafeSlow(ROOM);
    this.#end = 0;
    return taken;
  }
}
