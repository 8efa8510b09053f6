import { compileAlso } from "../prepare/compile-also.ts";
import type { EntityState } from "../state/entity-state.ts";
import type { ImportRun } from "../state/import-run.ts";
import { AlsoWay } from "./also-rows.ts";

const ways = new WeakMap<EntityState, AlsoWay>();

/** The rows of other tables that belong to the records of an entity; undefined if none do. */
export function alsoOf(run: ImportRun, state: EntityState): AlsoWay | undefined {
  if (state.compiled.also.length === 0) return undefined;
  const way = ways.get(state) ?? wayOf(run, state);
  ways.set(state, way);
  return way;
}

function wayOf(run: ImportRun, state: EntityState): AlsoWay {
  const { also: all, digits } = state.compiled;
  const belongings = all.map((also) => {
    const own = run.request.importers.find(({ entity }) => entity === also.entity);
    if (own === undefined) throw new TypeError(`No importer of ${also.entity}.`);
    return { also, state: run.stateOf(compileAlso(own, digits)) };
  });
  return new AlsoWay(state, belongings, (entity, file) => run.rowFiles.of(entity, file));
}
