import type { FC } from "hono/jsx";
import type { CheckedRecord, SampledEntity } from "../../chain/sample-book.ts";
import { nextOpen } from "../../chain/shown-record.ts";
import type { SampleStanding } from "../../jobs/chain/sample.ts";
import { grouped, minuteOf } from "../../plain/columns.ts";
import { groupBy } from "../../plain/group-by.ts";
import { withDots } from "../../plain/visible.ts";
import { Form } from "../layout.tsx";
import { Value } from "../mask.tsx";
import type { Session } from "../session.ts";

/** Records of an entity that a person may ask for. */
export const LARGEST = 10_000;

/** What was drawn and what the check has come to; before a draw, how it is made. */
export const Overview: FC<{ standing: SampleStanding; session: Session }> = ({
  standing,
  session,
}) => {
  const { draw, result, records, isOutdated } = standing;
  if (draw === undefined || result === null) {
    return (
      <>
        <p>
          A person compares some records with what the application has of them: 30 of each entity,
          60 of those where a wrong record harms a patient. They are drawn by a seed that follows
          from the files of the export, so that nobody chooses them, and everybody can draw them
          again.
        </p>
        <DrawForm session={session} button="Draw the records" />
      </>
    );
  }
  const next = nextOpen(records);
  const changed = records.filter(({ state }) => state === "void").length;
  return (
    <>
      {isOutdated && (
        <p class="notice warning">
          Runs have written since the sample was drawn. Draw again to have their records in it: what
          was said of records that are drawn again and have not changed stays.
        </p>
      )}
      {changed > 0 && (
        <p class="notice warning">
          {grouped(changed)} records have changed since they were checked: they are open again.
        </p>
      )}
      <p>
        Drawn on {minuteOf(draw.at)} UTC by the seed <code>{withDots(draw.seed)}</code>
        {result.earlierDraws > 0 && `, after ${result.earlierDraws} other draws`}.
      </p>
      <div class="actions">
        {next === undefined ? (
          <p class="notice">
            All records of the sample are checked. <a href="/sign">Sign</a>
          </p>
        ) : (
          <a class="button" id="next" href={`/sample/${next.n}`}>
            Check record {next.n} <kbd>Enter</kbd>
          </a>
        )}
      </div>
      <EntityTable entities={result.entities} />
      <p class="soft small">
        "Under 5 % with 95 %" means: of all records of the entity fewer than 5 % are wrong, with a
        confidence of 95 %.
      </p>
      {result.wrong.length > 0 && (
        <>
          <h2>Found wrong</h2>
          <ul>
            {result.wrong.map(({ n, entity, remark, who }) => (
              <li>
                <a href={`/sample/${n}`}>Record {n}</a> ({entity}):{" "}
                <Value value={remark} session={session} /> <span class="soft">{withDots(who)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <AllRecords records={records} />
      <details>
        <summary>Draw again</summary>
        <DrawForm session={session} button="Draw again" seed={draw.seed} size={draw.size} />
      </details>
    </>
  );
};

const EntityTable: FC<{ entities: readonly SampledEntity[] }> = ({ entities }) => (
  <section class="scroll" tabindex={0} aria-label="What the check came to">
    <table>
      <thead>
        <tr>
          <th scope="col">Entity</th>
          {["Records", "Drawn", "Right", "Wrong", "Open"].map((name) => (
            <th scope="col" class="number">
              {name}
            </th>
          ))}
          <th scope="col">Result</th>
        </tr>
      </thead>
      <tbody>
        {entities.map((one) => (
          <tr>
            <th scope="row">
              {one.entity}
              {one.harm !== null && <span class="soft small own-line">If wrong, {one.harm}.</span>}
            </th>
            {[one.population, one.drawn, one.right, one.wrong, one.open].map((count) => (
              <td class="number">{grouped(count)}</td>
            ))}
            <td>
              {one.result ?? <span class="soft">not checked yet</span>}
              <meter
                class="own-line"
                min={0}
                max={Math.max(1, one.drawn)}
                value={one.right + one.wrong}
                aria-label={`${one.entity}: checked`}
              ></meter>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const STATES: Readonly<Record<CheckedRecord["state"], string>> = {
  open: "open",
  right: "right",
  wrong: "wrong",
  void: "changed since it was checked",
  gone: "its row is gone",
};

const AllRecords: FC<{ records: readonly CheckedRecord[] }> = ({ records }) => (
  <details>
    <summary>All records of the sample</summary>
    {[...groupBy(records, ({ entity }) => entity)].map(([entity, own]) => (
      <>
        <h3>{entity}</h3>
        <p class="sampled">
          {own.map(({ n, state }) => (
            <a href={`/sample/${n}`} class={state} aria-label={`${n}: ${STATES[state]}`}>
              {n}
            </a>
          ))}
        </p>
      </>
    ))}
  </details>
);

interface DrawFormProps {
  readonly session: Session;
  readonly button: string;
  readonly seed?: string;
  readonly size?: number | null;
}

const DrawForm: FC<DrawFormProps> = ({ session, button, seed = "", size = null }) => (
  <Form action="/sample" session={session}>
    <fieldset>
      <legend>How they are drawn</legend>
      <label>
        Seed <input name="seed" value={seed} maxlength={80} />
      </label>{" "}
      <label>
        Records of each entity{" "}
        <input
          name="size"
          type="number"
          min="1"
          max={String(LARGEST)}
          {...(size !== null && { value: String(size) })}
        />
      </label>
      <p class="soft small">
        Left empty, both are the usual ones. A draw by another seed or number is named on the
        sign-off, so that nobody draws until the result pleases.
      </p>
    </fieldset>
    <div class="actions">
      <button type="submit">{button}</button>
    </div>
  </Form>
);
