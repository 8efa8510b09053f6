import type { Trial } from "./attack.ts";

/** What all tries of a kind work with, made when the first of them asks for it. */
export class Once<Made> {
  readonly #make: (trial: Trial) => Promise<Made>;
  #made: Promise<Made> | undefined;

  constructor(make: (trial: Trial) => Promise<Made>) {
    this.#make = make;
  }

  get(trial: Trial): Promise<Made> {
    this.#made ??= this.#make(trial);
    return this.#made;
  }
}
