import { HmsyncError } from "../plain/errors.ts";

/** What one look at the machine, the database or the export came to. */
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

/** Looks at something; what keeps it from being looked at is the problem. */
export async function looked(check: string, look: () => Check | Promise<Check>): Promise<Check> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof HmsyncError) return problem(check, error.message, error.cure);
    throw error;
  }
}
