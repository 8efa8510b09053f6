import type { Attack } from "./attack.ts";
import { formatAttacks, longCells } from "./formats.ts";
import { hostileAttacks } from "./hostile-files.ts";
import { killAttacks } from "./kills.ts";
import { movingAttacks } from "./moving-files.ts";
import { databaseAttacks } from "./other-writers.ts";
import { outputAttacks } from "./outputs.ts";
import { readerAttacks } from "./readers.ts";
import { surroundingAttacks } from "./surroundings.ts";
import { wordAttacks } from "./words.ts";

/** All that is tried. */
export const ATTACKS: readonly Attack[] = [
  ...formatAttacks,
  ...readerAttacks,
  longCells,
  ...killAttacks,
  ...surroundingAttacks,
  ...movingAttacks,
  ...databaseAttacks,
  ...hostileAttacks,
  ...wordAttacks,
  ...outputAttacks,
];
