import type { Fit } from "../mapping/fit-mapping.ts";
import type { ImportArguments } from "./import-settings.ts";

/** An import whose mapping is known, and how it was asked for with that. */
export interface FoundInput {
  readonly asked: ImportArguments;
  readonly fit: Fit;
  /** The file of the mapping, where it was proposed from the data. */
  readonly proposed?: string;
}
