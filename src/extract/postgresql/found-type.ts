import type { CatalogColumn, CatalogDomain } from "./catalog.ts";
import { checkedValues } from "./check-values.ts";

/** What a column's type comes to, its domains looked through. */
export interface FoundType {
  readonly type: string;
  readonly notNull: boolean;
  /** Of an enum, or of a domain's CHECK. */
  readonly values: readonly string[] | undefined;
  /** Its text depends on the server's language, currency and number of decimals. */
  readonly isMoney: boolean;
}

/** Finds out what the types of columns are, once the domains and the enums of a database are known. */
export function typeFinder(
  domains: ReadonlyMap<number, CatalogDomain>,
  enums: ReadonlyMap<number, readonly string[]>,
): (column: CatalogColumn) => FoundType {
  return ({ type: written, typeId }) => {
    let type = written;
    let at = typeId;
    let notNull = false;
    let checked: readonly string[] | undefined;
    for (let domain = domains.get(at); domain !== undefined; domain = domains.get(at)) {
      type = domain.type;
      at = domain.base;
      notNull ||= domain.notNull;
      checked ??= domain.checks
        .map((check) => checkedValues(check, "VALUE"))
        .find((values) => values !== undefined);
    }
    return {
      type,
      notNull,
      values: checked ?? enums.get(at),
      isMoney: /^money(?:\[\])*$/.test(type),
    };
  };
}
