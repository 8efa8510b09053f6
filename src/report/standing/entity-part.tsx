/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import type {
  CodeStanding,
  EntityStanding,
  FigureStanding,
  RecordState,
} from "../../chain/standing.ts";
import { counted, grouped } from "../../plain/columns.ts";
import { MonthsChart } from "./months-chart.tsx";
import { OutcomeBar } from "./outcome-bar.tsx";
import {
  BAR_ORDER,
  capital,
  differenceWords,
  inPlainWords,
  measureWords,
  STATE_WORDS,
  sentenceOf,
  sideWords,
} from "./words.ts";

/** Where the records of a state are listed; undefined where they are not. */
export type LinkOf = (entity: string, state: RecordState) => string | undefined;

export interface EntityProps {
  readonly entity: EntityStanding;
  readonly application: string;
  readonly currency: string;
  readonly linkOf: LinkOf;
}

/** All of one entity: how many are in, what is open, what is wrong, and the totals old and new. */
export const EntityPart: FC<EntityProps> = ({ entity, application, currency, linkOf }) => {
  const what = inPlainWords(entity.entity);
  return (
    <article class="entity" id={`entity-${entity.entity}`}>
      <h3>{capital(what)}</h3>
      <OutcomeBar what={what} counts={entity} />
      <p class="sentence">{sentenceOf(what, entity)}</p>
      <Remarks entity={entity} />
      <Balance entity={entity} linkOf={linkOf} />
      {entity.codes.length > 0 && <Codes codes={entity.codes} />}
      {entity.months !== null && <MonthsChart months={entity.months} application={application} />}
      {entity.figures.length > 0 && (
        <Totals
          figures={entity.figures}
          application={application}
          currency={currency}
          entity={entity}
        />
      )}
    </article>
  );
};

/** What must be known besides the counts. */
const Remarks: FC<{ entity: EntityStanding }> = ({ entity }) => {
  const { complete, letIn, placeholders, vanished, run } = entity;
  const lines = [
    complete
      ? ""
      : `Not all of the export is counted here: the run ${run} read, or took, a part of it.`,
    letIn > 0
      ? `${counted(letIn, "record was", "records were")} let in after the import: corrected, or once the record they name was there.`
      : "",
    placeholders > 0
      ? `${counted(placeholders, "row stands", "rows stand")} for records that others name and no export has. They are not counted here.`
      : "",
    vanished === null
      ? "Whether records of earlier exports are missing in this one is not known."
      : "",
    (vanished ?? 0) > 0
      ? `${counted(vanished ?? 0, "record")} of earlier exports ${vanished === 1 ? "is" : "are"} missing in this one. The rows are still there, and are counted as new below.`
      : "",
  ].filter((line) => line !== "");
  if (lines.length === 0) return null;
  return (
    <ul class="remarks small">
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
};

/** The sum: records of the export are those in each state. */
const Balance: FC<{ entity: EntityStanding; linkOf: LinkOf }> = ({ entity, linkOf }) => (
  <>
    <dl class="balance">
      <div>
        <dt>in the export</dt>
        <dd>{grouped(entity.records)}</dd>
      </div>
      {BAR_ORDER.filter((state) => state === "in" || entity[state] !== 0).map((state, at) => (
        <div>
          <dt>{STATE_WORDS[state].name}</dt>
          <dd>
            <span class="sign" aria-hidden="true">
              {at === 0 ? "=" : "+"}
            </span>{" "}
            <Count of={entity[state]} href={linkOf(entity.entity, state)} />
          </dd>
        </div>
      ))}
    </dl>
    {!entity.balanced && (
      <div class="notice bare" role="alert">
        <p>
          <b>The books of {inPlainWords(entity.entity)} do not balance.</b> Do not sign; report it
          with the run's report folder.
        </p>
        <ul>
          {entity.differences.map(({ measure, expected, found }) => (
            <li>
              {capital(measure)}: {grouped(found)} found, {grouped(expected)} expected.
            </li>
          ))}
        </ul>
      </div>
    )}
  </>
);

export const Count: FC<{ of: number; href: string | undefined }> = ({ of, href }) =>
  href === undefined || of === 0 ? <span>{grouped(of)}</span> : <a href={href}>{grouped(of)}</a>;

/** The field, or what else of a record a code speaks of: `patients.phone.missing` of the phone. */
function aboutOf(code: string): string {
  const [, about = code] = code.split(".");
  return about === "row" ? "The record as a whole" : capital(inPlainWords(about));
}

const MOST_CODES = 12;

/** What is wrong, in words, the most frequent first. */
const Codes: FC<{ codes: readonly CodeStanding[] }> = ({ codes }) => {
  const most = Math.max(...codes.map(({ count }) => count));
  const more = codes.length - MOST_CODES;
  return (
    <div class="block">
      <p class="about">
        What is wrong with records that are open, and what was noted with records that are in.
      </p>
      <section class="scroll" tabindex={0} aria-label="What is wrong">
        <table class="codes" aria-label="Findings">
          <thead>
            <tr>
              <th scope="col" class="number">
                Records
              </th>
              <th scope="col">
                <span class="sr-only">Share</span>
              </th>
              <th scope="col">What to do</th>
            </tr>
          </thead>
          <tbody>
            {codes.slice(0, MOST_CODES).map(({ code, severity, count, advice }) => (
              <tr>
                <td class="number">{grouped(count)}</td>
                <td class="share">
                  <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                    <rect
                      class={severity}
                      width={Math.max(1, Math.round((count / most) * 100))}
                      height="10"
                    />
                  </svg>
                </td>
                <td>
                  {severity === "warning" && <span class="badge warning">noted</span>}{" "}
                  <b>{aboutOf(code)}:</b> {advice} <span class="code soft">{code}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 && <p class="soft small">And {counted(more, "other kind")} of finding.</p>}
    </div>
  );
};

interface TotalsProps extends Omit<EntityProps, "linkOf"> {
  readonly figures: readonly FigureStanding[];
}

/** The export, what the application holds now, and the difference. */
const Totals: FC<TotalsProps> = ({ figures, application, currency, entity }) => (
  <div class="block">
    <p class="about">
      Control totals. The export's are of all its records
      {entity.in < entity.records ? ", so they differ by those that are not in." : "."}
    </p>
    <section class="scroll" tabindex={0} aria-label="Control totals">
      <table class="totals" aria-label="Control totals">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" class="number">
              In the export
            </th>
            <th scope="col" class="number">
              In {application} now
            </th>
            <th scope="col" class="number">
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <tr>
              <th scope="row">{measureWords(figure)}</th>
              <td class="number">{sideWords(figure, figure.old, currency)}</td>
              <td class="number">{sideWords(figure, figure.new, currency)}</td>
              <td class={figure.agrees === false ? "number differs" : "number soft"}>
                {differenceWords(figure, currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </div>
);
