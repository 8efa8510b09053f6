/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import type { EntityStanding, Standing } from "../../chain/standing.ts";
import { grouped } from "../../plain/columns.ts";
import { groupBy } from "../../plain/group-by.ts";
import { Count, EntityPart, type LinkOf } from "./entity-part.tsx";
import { FilesPart, LeftOutPart, RunsPart } from "./files-part.tsx";
import { MoneyPart } from "./money-part.tsx";
import { Legend, OutcomeBar } from "./outcome-bar.tsx";
import {
  BAR_ORDER,
  capital,
  inPlainWords,
  OPEN,
  openOf,
  STATE_WORDS,
  sentenceOf,
} from "./words.ts";

interface StandingProps {
  readonly standing: Standing;
  /** Where the records of a number are listed; without it, no number is a link. */
  readonly linkOf?: LinkOf;
}

/** Where the records of a chain stand, for whoever knows the hospital's data: on the review's page, in a mail, on paper. */
export const StandingView: FC<StandingProps> = ({ standing, linkOf = () => undefined }) => {
  const { entities, application, currency, money } = standing;
  if (entities.length === 0) {
    return (
      <p class="notice">
        No run of this chain has read an export to its end yet, so there is nothing to be counted.
      </p>
    );
  }
  return (
    <div class="standing">
      <Glance standing={standing} linkOf={linkOf} />
      {[...groupBy(entities, ({ topic }) => topic ?? "other records")].map(([topic, own]) => (
        <section class="topic" id={`topic-${topic.replace(/\W+/g, "-")}`}>
          <h2>{capital(topic)}</h2>
          {own.map((entity) => (
            <EntityPart
              entity={entity}
              application={application}
              currency={currency}
              linkOf={linkOf}
            />
          ))}
        </section>
      ))}
      {money.length > 0 && (
        <section class="topic" id="money">
          <h2>Money of each person</h2>
          <MoneyPart money={money} application={application} currency={currency} />
        </section>
      )}
      <section class="topic" id="left-out">
        <h2>What was left out</h2>
        <LeftOutPart standing={standing} />
      </section>
      <section id="files">
        <h2>Files of the export</h2>
        <FilesPart standing={standing} />
      </section>
      <section id="runs">
        <h2>Runs, mappings, backups</h2>
        <RunsPart standing={standing} />
      </section>
    </div>
  );
};

/** All of it on one screen. */
const Glance: FC<Required<StandingProps>> = ({ standing, linkOf }) => {
  const { total, balanced, entities } = standing;
  const open = openOf(total);
  const settled = total.records - total.in - open;
  return (
    <section class="glance" id="glance">
      <p class="headline">{sentenceOf("records", total)}</p>
      {refusedAfter(standing).map(({ run, before }) => (
        <p class="notice warning">
          <b>The last export wrote nothing.</b> Records of it were wrong, and the run {run} was all
          or nothing. It is counted here, for it is the one to correct; {standing.application} still
          holds what came in before, last with {before}.
        </p>
      ))}
      {balanced ? (
        <p class="notice">
          <b>Balanced.</b> Each record of the export is accounted for: the files, the import's
          ledger and the runs say the same.
        </p>
      ) : (
        <p class="notice bare" role="alert">
          <b>Not balanced.</b> The books of{" "}
          {entities
            .filter((one) => !one.balanced)
            .map(({ entity }) => inPlainWords(entity))
            .join(", ")}{" "}
          do not add up; see there.
        </p>
      )}
      <ul class="figures">
        <Tile count={total.records} says="in the export" />
        <Tile count={total.in} says={`in ${standing.application}`} />
        <Tile count={open} says={open === 0 ? "open: nothing is left to do" : "open"} />
        <Tile count={settled} says="settled otherwise: duplicates, withdrawn, not asked for" />
      </ul>
      <section class="scroll" tabindex={0} aria-label="Records by state">
        <Counts entities={entities} linkOf={linkOf} />
      </section>
      <Legend counts={total} />
    </section>
  );
};

/** A run that counts and wrote nothing, where an earlier one had written: with the last of these. */
function refusedAfter({ runs }: Standing): { readonly run: string; readonly before: string }[] {
  const last = runs.findLast(({ counts }) => counts.length > 0);
  if (last === undefined || last.committed || last.status !== "rejected") return [];
  const before = runs
    .slice(0, runs.indexOf(last))
    .findLast(({ kind, committed, status }) => kind !== "undo" && committed && status !== "undone");
  return before === undefined ? [] : [{ run: last.run, before: before.run }];
}

const Tile: FC<{ count: number; says: string }> = ({ count, says }) => (
  <li>
    <b>{grouped(count)}</b> {says}
  </li>
);

/** A line for each entity; columns of states that no record has are left away. */
const Counts: FC<{ entities: readonly EntityStanding[]; linkOf: LinkOf }> = ({
  entities,
  linkOf,
}) => {
  const states = BAR_ORDER.filter(
    (state) => state === "in" || state === "rejected" || entities.some((one) => one[state] > 0),
  );
  return (
    <table class="counts">
      <caption class="sr-only">Records by entity and by what became of them</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" class="at-a-glance">
            At a glance
          </th>
          <th scope="col" class="number">
            In the export
          </th>
          {states.map((state) => (
            <th scope="col" class="number">
              {capital(STATE_WORDS[state].name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entities.map((entity) => (
          <tr>
            <th scope="row">
              <a href={`#entity-${entity.entity}`}>{capital(inPlainWords(entity.entity))}</a>
              {!entity.balanced && <span class="badge error">not balanced</span>}
            </th>
            <td class="at-a-glance">
              <OutcomeBar what={inPlainWords(entity.entity)} counts={entity} />
            </td>
            <td class="number">{grouped(entity.records)}</td>
            {states.map((state) => (
              <td class={OPEN.includes(state) && entity[state] > 0 ? "number open" : "number"}>
                <Count of={entity[state]} href={linkOf(entity.entity, state)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
