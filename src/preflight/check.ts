import { HmsyncError } from "../plain/errors.ts";

/** What one check of the machine, the database or the export came to. */
export interface Check {
  readonly check: string;
  readonly ok: boolean;
  /** What is so, or what is wrong: one line. */
  readonly what: string;
  /** What to do about it; null if nothing is wrong. */
  readonly cure: string | null;
}

export const fine = (check: string, what: string): Check => ({ check, ok: true, what, cure: null });

export const problem = (check: string, what: string, cure: string): Check => {
  return { check, ok: false, what, cure };
};

/** Runs a check; what keeps it from running is the problem. */
export async function tried(check: string, checkNow: () => Check | Promise<Check>): Promise<Check> {
  try {
    return await checkNow();
  } catch (error) {
    if (error instanceof HmsyncError) return problem(check, error.message, error.cure);
    throw error;
  }
}
