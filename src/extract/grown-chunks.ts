import { grownBuffer } from "../plain/grown-buffer.ts";

const ROOM = 256 * 1024;

/** Gathers bytes until they are worth a write. */
export class GrownChunks {
  #room: Buffer = Buffer.allocUnsafeSlow(ROOM);
  #end = 0;

  get isFull(): boolean {
    return this.#end >= ROOM / 2;
  }

  add(bytes: Buffer): void {
    this.#room = grownBuffer(this.#room, this.#end, bytes.length);
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
