import { hashValue, type Lanes, mix } from "./content-hash.ts";
import { hex } from "./control-totals.ts";

/** A legacy id and the id of the target row that it became. */
export interface LinkedIds {
  readonly legacyId: string;
  readonly targetId: string;
}

const legacy: Lanes = { low: 0, high: 0 };
const target: Lanes = { low: 0, high: 0 };

/** An order-free digest over which legacy id became which row. */
export class IdDigest {
  #low = 0;
  #high = 0;

  add({ legacyId, targetId }: LinkedIds): void {
    this.addHashed(hashValue(legacyId, legacy).low, hashValue(targetId, target));
  }

  /** @param seed hash of the legacy id */
  addHashed(seed: number, { low, high }: Lanes): void {
    this.#low = (this.#low + mix(low ^ seed)) | 0;
    this.#high = (this.#high + mix(high ^ ~seed)) | 0;
  }

  remove({ legacyId, targetId }: LinkedIds): void {
    const seed = hashValue(legacyId, legacy).low;
    const { low, high } = hashValue(targetId, target);
    this.#low = (this.#low - mix(low ^ seed)) | 0;
    this.#high = (this.#high - mix(high ^ ~seed)) | 0;
  }

  /** 16 hexadecimal digits. */
  digest(): string {
    return hex(this.#high) + hex(this.#low);
  }
}
