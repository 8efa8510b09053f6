import { HmsyncError } from "../../plain/errors.ts";
import { explainSystem } from "../../plain/system-failure.ts";
import { explainUnloadable } from "./driver-trouble.ts";
import { explainDatabaseError } from "./explain-error.ts";

/**
 * A failure as one clear line with its cure, wherever it was met: what the system refuses, a lack of memory, a
 * database that is damaged, a driver that does not load. What nobody has foreseen comes back as it is.
 */
export function foreseen(error: unknown): unknown {
  if (error instanceof HmsyncError || !(error instanceof Error)) return error;
  return explainUnloadable(error) ?? explainSystem(error) ?? explainDatabaseError(error, "");
}
