import { chainFolder } from "../../chain/chain.ts";
import { type SignedState, signedState } from "../../chain/signed-state.ts";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import { HmsyncError } from "../../plain/errors.ts";
import { groupBy } from "../../plain/group-by.ts";
import type { SignatureLine } from "../../report/sign-off-text.ts";

type Run = Pick<LedgerRun, "legacySystem" | "name" | "committed">;

/** Reads who has signed what of a database. */
export function signaturesOf(database: string, runs: readonly Run[]): SignatureLine[] {
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

function known(legacySystem: string, state: SignedState): SignatureLine {
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
