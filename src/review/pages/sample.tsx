import { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { CheckedRecord, SampledEntity } from "../../chain/sample-book.ts";
import {
  nextOpen,
  type ShownCell,
  type ShownPair,
  type ShownRecord,
} from "../../chain/shown-record.ts";
import type { DbValue } from "../../db/database.ts";
import {
  drawSample,
  judgeRecord,
  readSample,
  type SampleStanding,
} from "../../jobs/chain/sample.ts";
import { type Stories, showRecord } from "../../jobs/chain/show-record.ts";
import { grouped } from "../../plain/columns.ts";
import { UsageError } from "../../plain/errors.ts";
import { groupBy } from "../../plain/group-by.ts";
import { withDots } from "../../plain/visible.ts";
import type { ReviewEnv, Form as SentForm } from "../guard.ts";
import { Form, Page } from "../layout.tsx";
import { Value } from "../mask.tsx";
import type { Review } from "../review.ts";
import type { Session } from "../session.ts";

const LARGEST = 10_000;

/** The sample check: what was drawn, and each record with the old cells beside the new row. */
export function samplePages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  const ahead = new ReadAhead(review);
  app.get("/", async (c) => {
    const session = c.get("session");
    const standing = await readSample(review);
    ahead.prepare(nextOpen(standing.records)?.n);
    return c.html(
      <Page
        title="Sample check"
        at="/sample"
        review={review}
        session={session}
        scripts={["sample.js"]}
      >
        <Overview standing={standing} session={session} />
      </Page>,
    );
  });
  app.post("/", async (c) => {
    const form = c.get("form");
    const drawn = Object.assign({ by: c.get("session").who }, review, wishesIn(form));
    const { draw } = await drawSample(drawn);
    review.note?.(`${c.get("session").who} drew a sample by the seed ${draw?.seed}`);
    review.desk.changed();
    return c.redirect("/sample", 303);
  });
  app.get("/:n{[0-9]+}", async (c) => {
    const session = c.get("session");
    const n = Number(c.req.param("n"));
    const { records } = await readSample(review);
    const shown = await ahead.show(n);
    ahead.prepare(nextOpen(records, n)?.n);
    return c.html(
      <Page
        title={`Record ${n} of ${records.length}`}
        at="/sample"
        here={`/sample/${n}`}
        review={review}
        session={session}
        scripts={["sample.js"]}
      >
        <RecordPage shown={shown} records={records} session={session} />
      </Page>,
    );
  });
  app.post("/:n{[0-9]+}", async (c) => {
    const n = Number(c.req.param("n"));
    const form = c.get("form");
    const { who } = c.get("session");
    const verdict = verdictIn(form);
    const said = { n, verdict, who, remark: form.get("remark"), seen: form.get("seen") };
    await judgeRecord(Object.assign(said, review));
    review.note?.(`${who} said of record ${n} of the sample: ${verdict}`);
    review.desk.changed();
    if (verdict === "taken back") return c.redirect(`/sample/${n}`, 303);
    const next = nextOpen((await readSample(review)).records, n);
    return c.redirect(next === undefined ? "/sample" : `/sample/${next.n}`, 303);
  });
  return app;
}

/** Reads the next record while a person looks at one: in a large file it takes seconds. */
class ReadAhead {
  readonly #review: Review;
  readonly #stories: Stories = new Map();
  #reading: Promise<unknown> = Promise.resolve();
  #n: number | undefined;

  constructor(review: Review) {
    this.#review = review;
  }

  async show(n: number): Promise<ShownRecord> {
    if (this.#n === n) await this.#reading;
    return showRecord(Object.assign({ n }, this.#review), this.#stories);
  }

  prepare(n: number | undefined): void {
    if (n === undefined || n === this.#n) return;
    this.#n = n;
    const read = () => showRecord(Object.assign({ n }, this.#review), this.#stories);
    // Whoever asks for the record is told why it cannot be read.
    const unread = () => undefined;
    this.#reading = this.#reading.then(read).catch(unread);
  }
}

function wishesIn(form: SentForm) {
  const seed = (form.get("seed") ?? "").replace(/\p{C}/gu, "").trim();
  const size = (form.get("size") ?? "").trim();
  const isSize = /^\d{1,5}$/.test(size) && Number(size) >= 1 && Number(size) <= LARGEST;
  if (size !== "" && !isSize) {
    throw new UsageError(`A sample has 1 to ${grouped(LARGEST)} records of each entity.`, {
      cure: "Give another number, or none for the usual ones.",
    });
  }
  return {
    seed: seed === "" ? undefined : seed,
    size: size === "" ? undefined : Number(size),
  };
}

function verdictIn(form: SentForm): "right" | "wrong" | "taken back" {
  const said = form.get("verdict");
  if (said === "right" || said === "wrong" || said === "taken back") return said;
  throw new UsageError("Nothing was said of the record.", { cure: "Choose right or wrong." });
}

const Overview: FC<{ standing: SampleStanding; session: Session }> = ({ standing, session }) => {
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
        Drawn on {draw.at.slice(0, 16).replace("T", " ")} UTC by the seed{" "}
        <code>{withDots(draw.seed)}</code>
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

interface RecordProps {
  readonly shown: ShownRecord;
  readonly session: Session;
  readonly records: readonly CheckedRecord[];
}

const RecordPage: FC<RecordProps> = ({ shown, session, records }) => {
  const { n, entity, legacyId, file, record, line, run } = shown;
  const open = nextOpen(records, n);
  return (
    <>
      <p>
        <b>{entity}</b> <Value value={legacyId} session={session} />{" "}
        <span class="soft">
          {withDots(file)} record {record}, line {line}; run {run}
        </span>
      </p>
      <Said shown={shown} session={session} />
      <Pairs shown={shown} session={session} />
      {session.revealed ? (
        <Verdict shown={shown} session={session} />
      ) : (
        <Reveal n={n} session={session} />
      )}
      <p class="actions">
        {n > 1 && (
          <a id="previous" href={`/sample/${n - 1}`}>
            Previous <kbd>←</kbd>
          </a>
        )}
        {n < records.length && (
          <a id="following" href={`/sample/${n + 1}`}>
            Following <kbd>→</kbd>
          </a>
        )}
        {open !== undefined && open.n !== n && (
          <a id="skip" href={`/sample/${open.n}`}>
            Next open one <kbd>S</kbd>
          </a>
        )}
        <a href="/sample">Overview</a>
      </p>
    </>
  );
};

const Said: FC<{ shown: ShownRecord; session: Session }> = ({
  shown: { state, last },
  session,
}) => {
  if (state === "gone") {
    return <p class="notice error">Its row is no longer in the application.</p>;
  }
  if (last === null) return null;
  const said = (
    <>
      {last.verdict}, by {withDots(last.who)} on {last.at.slice(0, 16).replace("T", " ")} UTC.{" "}
      {last.remark !== "" && <Value value={last.remark} session={session} />}
    </>
  );
  if (state !== "void") return <p class="notice">Found {said}</p>;
  return (
    <p class="notice warning">
      Was found {said} It has changed since: that does not hold any more.
    </p>
  );
};

const Pairs: FC<{ shown: ShownRecord; session: Session }> = ({ shown, session }) => (
  <section class="scroll" tabindex={0} aria-label="Old beside new">
    <table class="beside">
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">In the export</th>
          <th scope="col">In {shown.table} now</th>
        </tr>
      </thead>
      <tbody>
        {shown.pairs.map((pair) => (
          <tr class={pair.cells.length === 0 ? "made" : ""}>
            <th scope="row">{pair.column}</th>
            <td>
              {pair.cells.length === 0 ? <span class="soft">-</span> : null}
              {pair.cells.map((cell) => (
                <Cell cell={cell} session={session} />
              ))}
            </td>
            <td>
              <Now pair={pair} session={session} />
            </td>
          </tr>
        ))}
        {shown.aside.map((cell) => (
          <tr>
            <th scope="row" class="soft">
              (no column)
            </th>
            <td>
              <Cell cell={cell} session={session} />
            </td>
            <td class="soft">kept beside, or left out</td>
          </tr>
        ))}
      </tbody>
    </table>
    {shown.unread.map((why) => (
      <p class="notice warning">The cells of the export cannot be shown: {withDots(why)}</p>
    ))}
    {shown.notes.map((note) => (
      <p class="soft">{withDots(note)}</p>
    ))}
  </section>
);

const Cell: FC<{ cell: ShownCell; session: Session }> = ({ cell, session }) => (
  <span class="own-line">
    <span class="soft small">{withDots(cell.column)}</span>{" "}
    <Value value={cell.value} session={session} />
    {cell.was !== undefined && (
      <span class="soft">
        {" "}
        (corrected, was <Value value={cell.was} session={session} />)
      </span>
    )}
  </span>
);

const Now: FC<{ pair: ShownPair; session: Session }> = ({ pair, session }) => (
  <Value value={pair.refersTo ?? textOf(pair.now)} session={session} />
);

function textOf(value: DbValue): string | null {
  if (value === null) return null;
  return Buffer.isBuffer(value) ? `${grouped(value.length)} bytes` : String(value);
}

const Reveal: FC<{ n: number; session: Session }> = ({ n, session }) => (
  <Form action="/session/reveal" session={session} class="notice warning">
    <p>Values are masked: what cannot be seen cannot be compared.</p>
    <input type="hidden" name="back" value={`/sample/${n}`} />
    <button type="submit" name="show" value="yes">
      Show values
    </button>
  </Form>
);

const Verdict: FC<{ shown: ShownRecord; session: Session }> = ({ shown, session }) => {
  const { n, digest, last } = shown;
  if (digest === undefined) return null;
  return (
    <Form action={`/sample/${n}`} session={session} class="verdict" id="verdict">
      <input type="hidden" name="seen" value={digest} />
      <div class="actions">
        <button type="submit" name="verdict" value="right" id="right">
          Right <kbd>R</kbd>
        </button>
        <label>
          What is wrong <input name="remark" id="remark" maxlength={500} size={32} />
        </label>
        <button type="submit" name="verdict" value="wrong" id="wrong" class="danger">
          Wrong <kbd>W</kbd>
        </button>
        {last !== null && (
          <button type="submit" name="verdict" value="taken back" class="quiet">
            Take back what was said
          </button>
        )}
      </div>
    </Form>
  );
};
