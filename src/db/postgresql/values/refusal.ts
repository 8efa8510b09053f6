/**
 * Why a value has no place on the other side; who knows the column turns it into a `CannotKeep`. No error of ours by
 * itself: it has no place yet.
 */
export class Refusal extends TypeError {
  readonly reason: string;
  readonly cure: string;

  constructor(reason: string, cure = "Correct the value, or change the column's type.") {
    super(reason);
    this.reason = reason;
    this.cure = cure;
  }
}
