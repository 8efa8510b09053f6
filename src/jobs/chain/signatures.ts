import { chainFolder } from "../../chain/chain.ts";
import { type SignedState, signedState } from "../../chain/signed-state.ts";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import { HmsyncError } from "../../plain/errors.ts";
import { groupBy } from "../../plain/group-by.ts";

/** What is known of the last signature of a legacy system without reading every row. */
export interface KnownSignature {
  readonly legacySystem: string;
  /** Why it cannot be read; null if it can. */
  readonly unreadable: string | null;
  readonly by: string;
  readonly role: string;
  readonly at: string;
  readonly openPoints: number;
  /** Whether something that was signed is known to be otherwise by now. */
  readonly isChanged: boolean;
  readonly isEdited: boolean;
  readonly runsSince: readonly string[];
  /** When it was verified last since; null if it was not. */
  readonly verifiedAt: string | null;
}

type Run = Pick<LedgerRun, "legacySystem" | "name" | "committed">;

/** Reads who has signed what of a database. */
export function signaturesOf(database: string, runs: readonly Run[]): KnownSignature[] {
  return [...groupBy(runs, (run) => run.legacySystem)].flatMap(([legacySystem, own]) => {
    try {
      const state = signedState(chainFolder(database, { legacySystem }), { runs: own });
      return state === undefined ? [] : [known(legacySystem, state)];
    } catch (error) {
      if (!(error instanceof HmsyncError)) throw error;
      return [{ ...UNREAD, legacySystem, unreadable: error.message }];
    }
  });
}

const UNREAD = {
  by: "",
  role: "",
  at: "",
  openPoints: 0,
  isChanged: false,
  isEdited: false,
  runsSince: [],
  verifiedAt: null,
};

function known(legacySystem: string, state: SignedState): KnownSignature {
  const { signOff, isChanged, isEdited, runsSince, verified } = state;
  const { by, role, at } = signOff.signed;
  return {
    legacySystem,
    unreadable: null,
    by,
    role,
    at,
    openPoints: signOff.open.length,
    isChanged,
    isEdited,
    runsSince,
    verifiedAt: verified?.at ?? null,
  };
}
