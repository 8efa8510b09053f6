import type { FC } from "hono/jsx";
import { type RecordRef, refText } from "../../chain/trace/record-ref.ts";
import type {
  NamingRecord,
  RecordTrace,
  TracedCorrection,
  TracedIssue,
  TracedMeeting,
  TracedReferrers,
} from "../../chain/trace/record-trace.ts";
import type { DbValue } from "../../db/database.ts";
import { grouped } from "../../plain/columns.ts";
import { withDots } from "../../plain/visible.ts";
import { saidBy } from "../../report/persons-text.ts";
import { outcomeWords, placeWords, standingWords, stateWords } from "../../report/trace-words.ts";
import { RecordLabel, Value } from "../mask.tsx";
import type { Session } from "../session.ts";
import { CellsTable, RowTable, textOf } from "./tables.tsx";

interface StoryProps {
  readonly trace: RecordTrace;
  /** The page's own path. */
  readonly here: string;
  readonly session: Session;
  readonly application: string;
}

/** The whole story of a record: how it stands, what each run did, its cells, its row, what refers to it. */
export const Story: FC<StoryProps> = ({ trace, here, session, application }) => (
  <>
    <Facts trace={trace} session={session} application={application} />
    <h2>What became of it</h2>
    <ol class="timeline">
      {trace.meetings.map((meeting) => (
        <Meeting meeting={meeting} entity={trace.entity} session={session} />
      ))}
    </ol>
    {trace.versions.map((version) => (
      <CellsTable version={version} here={here} session={session} />
    ))}
    {trace.corrections.length > 0 && (
      <Corrections corrections={trace.corrections} session={session} />
    )}
    {trace.row && <RowTable row={trace.row} session={session} application={application} />}
    {Object.keys(trace.kept).length > 0 && <Kept kept={trace.kept} session={session} />}
    {trace.referring.length + trace.naming.length > 0 && (
      <Referring referring={trace.referring} naming={trace.naming} />
    )}
  </>
);

const BADGES: Readonly<Record<string, string>> = {
  in: "good",
  "in under another id": "good",
  "in, marked inactive": "warning",
  placeholder: "warning",
  waits: "warning",
  rejected: "error",
};

const Facts: FC<Omit<StoryProps, "here">> = ({ trace, session, application }) => {
  const { legacyId, state, numbers, alsoCalled, waitsFor, row } = trace;
  const correctable = isOpen(trace)
    ? trace.meetings.findLast(({ outcome }) => outcome === "rejected")?.exception
    : undefined;
  return (
    <>
      <p>
        <span class={`badge state ${BADGES[state] ?? "note"}`}>
          {stateWords(state, application)}
        </span>
      </p>
      {correctable !== undefined && (
        <p class="actions">
          <a href={`/records/${correctable}`}>Correct it, or say that it is not to be imported</a>
        </p>
      )}
      <dl class="facts">
        <dt>Number in the legacy system</dt>
        <dd>
          <Value value={legacyId} session={session} />
        </dd>
        {alsoCalled.map((other) => (
          <>
            <dt>Also called</dt>
            <dd>
              <Value value={other} session={session} />
            </dd>
          </>
        ))}
        {waitsFor && (
          <>
            <dt>Waits for</dt>
            <dd>
              {waitsFor.entity} <Value value={waitsFor.legacyId} session={session} />
            </dd>
          </>
        )}
        {row && (
          <>
            <dt>Row of {row.table}</dt>
            <dd>
              <Value value={row.targetId} session={session} />
            </dd>
          </>
        )}
        {row?.joined && (
          <>
            <dt>One person with</dt>
            <dd>
              {row.joined.others.map((other) => (
                <span class="own-line">
                  <RecordLabel record={other} session={session} />
                </span>
              ))}
              {row.joined.said.map((one) => (
                <span class="own-line soft">
                  said by {withDots(saidBy(one))}, run {one.run}
                </span>
              ))}
              {row.joined.said.length === 0 && <span class="soft">linked by the export</span>}
            </dd>
          </>
        )}
        {numbers.map(({ column, value }) => (
          <>
            <dt>{column}</dt>
            <dd>
              <Value value={value} session={session} />
            </dd>
          </>
        ))}
      </dl>
    </>
  );
};

/** Whether something can still be done about a record that is not in. */
const isOpen = ({ state }: RecordTrace): boolean => state === "rejected" || state === "waits";

interface MeetingProps {
  readonly meeting: TracedMeeting;
  readonly entity: string;
  readonly session: Session;
}

const Meeting: FC<MeetingProps> = ({ meeting, entity, session }) => {
  const { run, outcome, place, issues, reason, former, detail, calledThen } = meeting;
  const standing = standingWords(meeting);
  return (
    <li class={standing === "" ? undefined : "soft"}>
      <p>
        <a href={`/runs/${run.name}`}>{run.name}</a> <span class="soft">{run.kind}</span>{" "}
        <b>{outcomeWords(outcome)}</b>
        {standing !== "" && <span> ({standing})</span>}
        {place && <span class="soft small"> {placeWords(place)}</span>}
      </p>
      {calledThen !== undefined && (
        <p>
          Called <Value value={calledThen} session={session} /> then
        </p>
      )}
      {detail !== undefined && <p>{detail}</p>}
      {issues.map((issue) => (
        <Issue issue={issue} entity={entity} />
      ))}
      {reason !== undefined && (
        <p>
          Why: <Value value={reason} session={session} />
        </p>
      )}
      {former && <Former former={former} session={session} />}
    </li>
  );
};

const Issue: FC<{ issue: TracedIssue; entity: string }> = ({ issue, entity }) => {
  const { code, severity, column, advice, detail, related } = issue;
  const about = [column, detail].filter((one) => one !== undefined).join(", ");
  const other =
    related?.fileId &&
    linkTo(related.entity ?? entity, { file: related.fileId, record: related.record });
  return (
    <div class="finding">
      <p>
        <span class={`badge ${severity}`}>{severity}</span> <code>{code}</code>{" "}
        {about !== "" && <b>{about}</b>}
      </p>
      <p>{advice}</p>
      {related && (
        <p>
          The other record:{" "}
          {other ? <a href={other}>{placeWords(related)}</a> : <span>{placeWords(related)}</span>}
        </p>
      )}
    </div>
  );
};

const linkTo = (entity: string, ref: RecordRef): string => `/record/${entity}/${refText(ref)}`;

const Former: FC<{ former: Readonly<Record<string, DbValue>>; session: Session }> = ({
  former,
  session,
}) => (
  <ul class="small">
    {Object.entries(former).map(([column, value]) => (
      <li>
        {column} was <Value value={textOf(value)} session={session} />
      </li>
    ))}
  </ul>
);

interface CorrectionsProps {
  readonly corrections: readonly TracedCorrection[];
  readonly session: Session;
}

const Corrections: FC<CorrectionsProps> = ({ corrections, session }) => (
  <>
    <h2>Corrections</h2>
    <section class="scroll" tabindex={0} aria-label="Corrections">
      <table>
        <thead>
          <tr>
            {["Column", "Was", "Is", "What", "Taken in by", "Who", "Why"].map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {corrections.map(({ run, column, was, now, what, who = "", why = "", when = "" }) => (
            <tr>
              <th scope="row">{column === "" ? "the record" : column}</th>
              <td>{column !== "" && <Value value={was} session={session} />}</td>
              <td>{column !== "" && <Value value={now} session={session} />}</td>
              <td>{what}</td>
              <td>{run === null ? "no run yet" : <a href={`/runs/${run}`}>{run}</a>}</td>
              <td>{[who, when.slice(0, "2026-01-14".length)].filter(Boolean).join(", ")}</td>
              <td>{why !== "" && <Value value={why} session={session} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </>
);

const Kept: FC<{ kept: Readonly<Record<string, string>>; session: Session }> = ({
  kept,
  session,
}) => (
  <>
    <h2>Kept beside the row</h2>
    <p class="soft">Cells of columns that no field is filled from; the ledger keeps them.</p>
    <dl class="facts">
      {Object.entries(kept).map(([column, value]) => (
        <>
          <dt>{column}</dt>
          <dd>
            <Value value={value} session={session} />
          </dd>
        </>
      ))}
    </dl>
  </>
);

interface ReferringProps {
  readonly referring: readonly TracedReferrers[];
  readonly naming: readonly NamingRecord[];
}

const Referring: FC<ReferringProps> = ({ referring, naming }) => (
  <>
    <h2>What refers to it</h2>
    {referring.map(({ table, column, entity, count, first }) => (
      <details>
        <summary>
          {grouped(count)} {count === 1 ? "row" : "rows"} of {table} by {column}
        </summary>
        <ul>
          {first.map(({ crosswalkId }) => (
            <li>
              {entity !== undefined && crosswalkId !== null ? (
                <a href={linkTo(entity, { crosswalk: crosswalkId })}>
                  {entity} {grouped(crosswalkId)}
                </a>
              ) : (
                "a row that no import made"
              )}
            </li>
          ))}
          {count > first.length && <li>and {grouped(count - first.length)} more</li>}
        </ul>
      </details>
    ))}
    {naming.length > 0 && (
      <ul>
        {naming.map(({ entity, place, state, run, exception }) => (
          <li>
            <a
              href={linkTo(
                entity,
                exception === undefined
                  ? { file: place.fileId, record: place.record }
                  : { exception },
              )}
            >
              {entity}: {placeWords(place)}
            </a>{" "}
            names it and is not in ({state === "waits" ? "it waits" : `rejected by ${run}`})
          </li>
        ))}
      </ul>
    )}
  </>
);
