import type { LedgerRun } from "../ledger/run-ledger.ts";
import type { Chain } from "./chain.ts";
import { FEWEST } from "./control-totals.ts";
import type { MoneyStanding, StandingRun } from "./standing.ts";

/**
 * A run of the chain, as it is shown.
 *
 * @param counts entities of which its records count
 */
export function standingRun(
  run: LedgerRun,
  { chain, counts }: { readonly chain: Chain; readonly counts: readonly string[] },
): StandingRun {
  const { summary, request } = run;
  return {
    run: run.name,
    kind: run.kind,
    ofRun: chain.runs.find(({ id }) => id === run.ofRunId)?.name ?? null,
    status: run.status,
    committed: run.committed,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    mode: summary?.settings.mode ?? request?.settings.mode ?? null,
    backup: summary?.backup ?? null,
    mapping: summary?.mapping || (request?.mapping ?? null),
    mappingSha256: request?.mappingSha256 || null,
    counts,
  };
}

/** What the last run found that had all amounts and wrote them. */
export function moneyOf({ runs }: Chain): MoneyStanding[] {
  const last = [...runs]
    .reverse()
    .find(
      ({ kind, committed, status, summary }) =>
        kind !== "undo" && committed && status !== "undone" && (summary?.money ?? []).length > 0,
    );
  return (last?.summary?.money ?? []).map(({ entity, owner, old, new: landed, owners }) => {
    const isShown = old.owners >= FEWEST;
    return {
      run: last?.name ?? "",
      entity,
      owner,
      old: isShown ? old : null,
      new: isShown ? landed : null,
      differing: owners.count,
    };
  });
}
