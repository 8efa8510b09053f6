import type { Target } from "../../importers/define-target.ts";
import { HMSYNC } from "../../importers/index.ts";
import { TABLE_COPIES, type TableCopy } from "../../shared/table-copies.ts";
import { orderEntities } from "../mapping/order-entities.ts";
import type { Arguments } from "./arguments.ts";

const OWN: Target = { ...HMSYNC, importers: orderEntities(HMSYNC.importers) };

/** The target that a command works for: that of the configuration, else HMSync. */
export const targetOf = ({ config }: Pick<Arguments, "config">): Target => config?.target ?? OWN;

/** Tables of the target that have become others. */
export const copiesOf = ({ config }: Pick<Arguments, "config">): readonly TableCopy[] =>
  config?.target.tableCopies ?? TABLE_COPIES;
