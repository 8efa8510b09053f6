import { Hono } from "hono";
import { refText } from "../../chain/trace/record-ref.ts";
import { isListed, listRecords, type RecordOfList } from "../../jobs/chain/list-records.ts";
import { oneLine } from "../../plain/visible.ts";
import { STATE_WORDS } from "../../report/standing/words.ts";
import type { ReviewEnv } from "../guard.ts";
import { Page } from "../layout.tsx";
import { Value } from "../mask.tsx";
import type { Review } from "../review.ts";
import type { Session } from "../session.ts";

/** Records of a page. */
const SIZE = 100;

/** The records behind a number of the first screen, each with the way to its story. */
export function listedPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  app.get("/:entity/:state", async (c) => {
    const session = c.get("session");
    const { standing } = await review.snapshot.read();
    const entity = standing.entities.find((one) => one.entity === c.req.param("entity"));
    const state = c.req.param("state");
    if (entity === undefined || !Object.hasOwn(STATE_WORDS, state)) return c.notFound();
    const known = state as keyof typeof STATE_WORDS;
    const after = /^\d{1,15}$/.test(c.req.query("after") ?? "") ? Number(c.req.query("after")) : 0;
    const at = { entity: entity.entity, state };
    const records = isListed(state)
      ? await listRecords(review, { entity: entity.entity, state }, { after, size: SIZE })
      : undefined;
    return c.html(
      <Page
        title={`${entity.entity}: ${STATE_WORDS[known].name}`}
        at="/"
        here={c.req.path}
        review={review}
        session={session}
      >
        <p>
          <a href={`/#entity-${entity.entity}`}>Back to where we stand</a>
        </p>
        <p>{STATE_WORDS[known].means}</p>
        {records === undefined ? (
          <p class="notice">
            The ledger counts these records and does not name each: see the report of{" "}
            <a href={`/runs/${entity.run}`}>{entity.run}</a>.
          </p>
        ) : (
          <List records={records} session={session} entity={entity.entity} />
        )}
        {records?.length === SIZE && (
          <p class="pager">
            <a href={`/standing/${at.entity}/${at.state}?after=${records.at(-1)?.number ?? 0}`}>
              The next {SIZE}
            </a>
          </p>
        )}
      </Page>,
    );
  });
  return app;
}

interface ListProps {
  readonly entity: string;
  readonly records: readonly RecordOfList[];
  readonly session: Session;
}

const List = ({ entity, records, session }: ListProps) => (
  <section class="scroll" tabindex={0} aria-label="Records">
    <table>
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col" class="number">
            Line
          </th>
          <th scope="col">Legacy number</th>
          <th scope="col">Story</th>
        </tr>
      </thead>
      <tbody>
        {records.map(({ ref, file, line, legacyId }) => (
          <tr>
            <td>{file === null ? "" : oneLine(file)}</td>
            <td class="number">{line}</td>
            <td>
              <Value value={legacyId} session={session} />
            </td>
            <td>
              <a href={`/record/${entity}/${refText(ref)}`}>What became of line {line}</a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
