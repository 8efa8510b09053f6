import { type Context, Hono } from "hono";
import { readRef, refText } from "../../chain/trace/record-ref.ts";
import {
  type FoundRecord,
  findNamed,
  findRecord,
  type NamedRecord,
  namedEntities,
  recordAt,
  recordFiles,
} from "../../jobs/chain/find-record.ts";
import type { ReviewEnv } from "../guard.ts";
import { Failure, Page } from "../layout.tsx";
import { Nearly, Search } from "../record/search.tsx";
import { Story } from "../record/story.tsx";
import type { Review } from "../review.ts";

const AT = "/record";

/** Where a record is found, and the whole story of one. */
export function recordPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  app.get("/", (c) => searchPage(review, c, undefined));
  app.post("/find", async (c) => {
    const form = c.get("form");
    const entity = form.get("entity") ?? "";
    switch (form.get("by")) {
      case "number":
        return answer(
          review,
          c,
          await findRecord(review, { entity, legacyId: form.get("number") ?? "" }),
        );
      case "place":
        return answer(review, c, await foundInFile(review, c));
      case "name":
        return namedPage(review, c);
      default:
        return searchPage(review, c, undefined);
    }
  });
  app.get("/:entity/:ref", (c) => recordPage(review, c, "of small files"));
  app.get("/:entity/:ref/cells", (c) => recordPage(review, c, "of any file"));
  return app;
}

type Asked = Context<ReviewEnv>;

/** The line of a file; a file that is read for several entities is asked for with one of them. */
async function foundInFile(review: Review, c: Asked): Promise<FoundRecord> {
  const form = c.get("form");
  const file = (form.get("file") ?? "").trim();
  const line = Number(form.get("line"));
  if (!Number.isSafeInteger(line) || line < 1) return { near: [], why: "no such record" };
  const found = await findRecord(review, { entity: undefined, file, at: { line } });
  const entity = form.get("entity") ?? "";
  if (found.why !== "several entities" || entity === "") return found;
  return findRecord(review, { entity, file, at: { line } });
}

/** A record that was found is shown under a name that tells no value. */
async function answer(review: Review, c: Asked, found: FoundRecord): Promise<Response> {
  const { at } = found;
  if (at !== undefined) return c.redirect(`${AT}/${at.entity}/${refText(at.ref)}`, 303);
  return searchPage(review, c, found);
}

async function namedPage(review: Review, c: Asked): Promise<Response> {
  const session = c.get("session");
  const form = c.get("form");
  const entity = form.get("entity") ?? "";
  const name = (form.get("name") ?? "").trim();
  // Who is not shown names is not told either which names there are.
  if (!session.revealed || name === "") return searchPage(review, c, undefined);
  review.note?.(`${session.who} looked for records of ${entity} by a name`);
  return searchPage(review, c, undefined, await findNamed(review, { entity, name }));
}

async function searchPage(
  review: Review,
  c: Asked,
  ...[found, named]: [FoundRecord | undefined, (readonly NamedRecord[])?]
): Promise<Response> {
  const session = c.get("session");
  const files = await recordFiles(review);
  const entities = [...new Set(files.map(({ entity }) => entity))];
  const names = namedEntities(review.target).filter((one) => entities.includes(one));
  const status = found === undefined ? 200 : 404;
  return c.html(
    <Page title="Find a record" at={AT} review={review} session={session}>
      {found && <Nearly found={found} session={session} />}
      <Search files={files} entities={entities} names={names} named={named} session={session} />
    </Page>,
    status,
  );
}

async function recordPage(
  review: Review,
  c: Asked,
  cells: "of small files" | "of any file",
): Promise<Response> {
  const session = c.get("session");
  const entity = c.req.param("entity") ?? "";
  const text = c.req.param("ref") ?? "";
  const ref = readRef(text);
  const trace = ref && (await recordAt(review, { entity, ref }, cells));
  if (trace === undefined) {
    return c.html(
      <Page title="There is no such record" at={AT} review={review} session={session}>
        <Failure
          what="No run of this chain has met this record, or its run was taken back since."
          cure="Find it by its number, or by its line in a file."
        />
      </Page>,
      404,
    );
  }
  const here = `${AT}/${entity}/${text}`;
  if (session.revealed) review.note?.(`${session.who} looks at ${entity} ${text}, values shown`);
  return c.html(
    <Page title={`A record of ${entity}`} at={AT} here={here} review={review} session={session}>
      <Story trace={trace} here={here} session={session} application={review.target.title} />
    </Page>,
  );
}
