import { Hono } from "hono";
import { nextOpen, type ShownRecord } from "../../chain/shown-record.ts";
import { drawSample, judgeRecord, readSample } from "../../jobs/chain/sample.ts";
import { type Stories, showRecord } from "../../jobs/chain/show-record.ts";
import { grouped } from "../../plain/columns.ts";
import { UsageError } from "../../plain/errors.ts";
import type { ReviewEnv, Form as SentForm } from "../guard.ts";
import { Page } from "../layout.tsx";
import type { Review } from "../review.ts";
import { LARGEST, Overview } from "../sample/overview.tsx";
import { RecordPage } from "../sample/record.tsx";

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
