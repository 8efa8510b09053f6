import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { Cluster } from "../../chain/rejects/clusters.ts";
import type { RejectedColumn } from "../../chain/rejects/reject.ts";
import { grouped } from "../../plain/columns.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { oneLine, withDots } from "../../plain/visible.ts";
import type { ReviewEnv } from "../guard.ts";
import { Form, Page } from "../layout.tsx";
import { Value } from "../mask.tsx";
import { keepReplacement, type Look, type Looking } from "../records/at-hand.ts";
import { seenMark } from "../records/seen.ts";
import type { Session } from "../session.ts";

const CLUSTERS = "/clusters/:column{[0-9]+}";
/** Clusters of a page: the next ones come when these are done. */
const SHOWN = 40;

/** Spellings that probably mean one thing: one is picked for all. */
export function clusterPages(app: Hono<ReviewEnv>, look: Look): void {
  app.get(CLUSTERS, async (c) => {
    const looking = await look(c);
    const column = columnOf(looking, c.req.param("column"));
    return c.html(
      <Page title="Spellings" at="/records" {...looking}>
        <Clusters looking={looking} column={column} />
      </Page>,
    );
  });
  app.post(CLUSTERS, async (c) => {
    const looking = await look(c);
    const column = columnOf(looking, c.req.param("column"));
    const form = c.get("form");
    const mark = form.get("cluster");
    const cluster = looking.index.clusters(column)?.find((one) => seenMark(one) === mark);
    if (cluster === undefined) {
      throw new DecisionNeeded("These spellings are others than when the page showed them.", {
        cure: "Load the page again, and choose again. Nothing was changed.",
      });
    }
    const other = (form.get("other") ?? "").trim();
    const to = other || cluster.spellings[Number(form.get("pick"))]?.text;
    if (to === undefined) {
      throw new UsageError("No spelling was picked.", { cure: "Go back, and pick one." });
    }
    const from = [...new Set(form.all("from"))]
      .flatMap((nth) => cluster.spellings[Number(nth)]?.text ?? [])
      .filter((text) => text !== to);
    const { entity, at } = column;
    const records = from.flatMap((text) => looking.index.sameValue({ entity }, column, text));
    await keepReplacement(looking, { kind: "replace", records, at, from, to }, form.get("why"));
    return c.redirect(`/records/clusters/${column.number}`, 303);
  });
}

function columnOf({ index }: Looking, number: string | undefined): RejectedColumn {
  const found = index.column(Number(number));
  if (found !== undefined && found.role !== "legacy id") return found;
  throw new UsageError("There is no such column to correct.", { cure: "Go back to the list." });
}

const Clusters: FC<{ looking: Looking; column: RejectedColumn }> = ({ looking, column }) => {
  const { index, session } = looking;
  const clusters = index.clusters(column);
  return (
    <>
      <p class="pager">
        <a href={`/records?entity=${encodeURIComponent(column.entity)}`}>Back to the list</a>
      </p>
      <p>
        Column <b>{oneLine(column.name)}</b> of {column.entity}: spellings that differ in letter
        case, accents, marks or the order of words, or by a letter or so. Nothing is changed before
        you choose.
      </p>
      {clusters === undefined && (
        <p class="notice">The column has too many different values to be spellings of a few.</p>
      )}
      {clusters?.length === 0 && <p class="notice">No two spellings look like one thing.</p>}
      {clusters !== undefined && clusters.length > 0 && !session.revealed && (
        <p class="soft">
          Values are masked, but for words that the mapping knows. To see all, choose "Show values"
          above.
        </p>
      )}
      {clusters?.slice(0, SHOWN).map((cluster, nth) => (
        <ClusterForm cluster={cluster} column={column} session={session} nth={nth + 1} />
      ))}
      {clusters !== undefined && clusters.length > SHOWN && (
        <p>{grouped(clusters.length - SHOWN)} more come when these are done.</p>
      )}
    </>
  );
};

interface ClusterProps {
  readonly cluster: Cluster;
  readonly column: RejectedColumn;
  readonly session: Session;
  readonly nth: number;
}

const ClusterForm: FC<ClusterProps> = ({ cluster, column, session, nth }) => {
  const { spellings, how } = cluster;
  const records = spellings
    .filter(({ isKnown }) => !isKnown)
    .reduce((sum, { count }) => sum + count, 0);
  return (
    <Form action={`/records/clusters/${column.number}`} session={session}>
      <fieldset>
        <legend>
          {how === "same words" ? "The same words" : "Nearly the same"}: {spellings.length}{" "}
          spellings
        </legend>
        <input type="hidden" name="cluster" value={seenMark(cluster)} />
        <table class="spellings">
          <thead>
            <tr>
              <th scope="col">Spelling</th>
              <th scope="col" class="number">
                Records
              </th>
              <th scope="col">Keep</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {spellings.map(({ text, count, isKnown }, at) => (
              <tr>
                <th scope="row">
                  {isKnown ? withDots(text) : <Value value={text} session={session} />}{" "}
                  {isKnown && <span class="badge good">known</span>}
                </th>
                <td class="number">{grouped(count)}</td>
                <td>
                  <input
                    type="radio"
                    name="pick"
                    value={at}
                    checked={at === 0}
                    aria-label={`Keep spelling ${at + 1} of group ${nth}`}
                  />
                </td>
                <td>
                  {count > 0 && (
                    <input
                      type="checkbox"
                      name="from"
                      value={at}
                      checked={!isKnown && at > 0}
                      aria-label={`Change spelling ${at + 1} of group ${nth}`}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <div class="actions">
          <label>
            or another spelling <input name="other" size={18} />
          </label>
          <label>
            Why <input name="why" size={24} maxlength={300} />
          </label>
          <button type="submit">Write it in one way ({grouped(records)} records at most)</button>
        </div>
      </fieldset>
    </Form>
  );
};
