import { called, StatementRefused } from "../refused.ts";
import type { DriverDatabase } from "./driver.ts";
import { codeOf } from "./explain-error.ts";

/** `no such table: main.audit`; `no such column: new.ward`. */
const MISSING = /^no such (\w+): (?:main\.|new\.|old\.)?(.+)$/;

/**
 * A statement that cannot be carried out because a trigger that it sets off names what is not there.
 *
 * @param text of the statement: what it names itself is not the trigger's doing
 */
export function brokenTrigger(
  { driver, name }: { readonly driver: DriverDatabase; readonly name: string },
  text: string,
  failure: unknown,
): StatementRefused | undefined {
  if (!(failure instanceof Error) || codeOf(failure) !== "SQLITE_ERROR") return undefined;
  const [, kind = "", missing = ""] = MISSING.exec(failure.message) ?? [];
  if (missing === "" || text.includes(missing)) return undefined;
  const found = driver
    .prepare("select name from sqlite_schema where type = 'trigger' and instr(sql, ?) > 0")
    .all(missing) as { readonly name: string }[];
  if (found.length === 0) return undefined;
  const names = found.map((one) => one.name).join(", ");
  return new StatementRefused(
    `${called(name)} has a trigger (${names}) that names a ${kind} that is not there: ${missing}.`,
    { cure: "Have its owner fix or drop the trigger, then run again.", cause: failure },
  );
}
