import { HMSYNC } from "../../importers/index.ts";
import { chainFolder, readChain } from "../../src/chain/chain.ts";
import { openExisting } from "../../src/jobs/run/open-target.ts";
import { reviewApp } from "../../src/review/app.tsx";
import { cookieName } from "../../src/review/guard.ts";
import { makeReview, type Review } from "../../src/review/review.ts";
import { Sessions } from "../../src/review/session.ts";

const PORT = 4711;
export const HERE = `127.0.0.1:${PORT}`;

/** An answer, as a browser has it. */
interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** A review that one browser was let into; it is asked in this process. */
export interface TestedReview {
  readonly review: Review;
  readonly sessions: Sessions;
  /** What was noted: the log. */
  readonly notes: readonly string[];
  get(path: string): Promise<Answer>;
  /** Sends a form of the session; a field may have several values. */
  post(
    path: string,
    fields?: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<Answer>;
  /** Sends what no page of ours would. */
  send(path: string, init: RequestInit): Promise<Answer>;
  readonly cookie: string;
  readonly csrf: string;
}

/** Opens the review of a database of the target HMSync, as the server does. */
export async function openReview(database: string, run?: string): Promise<TestedReview> {
  const db = openExisting(database, HMSYNC, "look");
  const { legacySystem, runs } = readChain(db, run);
  db.close();
  const notes: string[] = [];
  const note = (line: string) => notes.push(line);
  const folder = chainFolder(database, { legacySystem });
  const typed = (command: string, flags = "") => `hmsync ${command} ${flags}`;
  const options = { database, target: HMSYNC, note, typed };
  const review = makeReview(options, { run: run ?? runs.at(-1)?.name ?? "", legacySystem, folder });
  const sessions = new Sessions("tester");
  const app = reviewApp(review, { sessions, port: () => PORT, onFailure: rethrow });
  const cookie = `${cookieName(PORT)}=${sessions.enter(sessions.makeLink()) ?? ""}`;
  const csrf = sessions.find(cookie.replace(/^[^=]*=/, ""))?.csrf ?? "";
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const headers = { host: HERE, ...(init.headers as Record<string, string>) };
    const answer = await app.request(path, { ...init, headers });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  return {
    review,
    sessions,
    notes,
    cookie,
    csrf,
    send,
    get: (path) => send(path, { headers: { cookie } }),
    post: (path, fields = {}) => {
      const body = new URLSearchParams({ csrf });
      for (const [name, value] of Object.entries(fields)) {
        for (const one of [value].flat()) body.append(name, one);
      }
      const headers = { cookie, "content-type": "application/x-www-form-urlencoded" };
      return send(path, { method: "POST", headers, body: body.toString() });
    },
  };
}

function rethrow(error: unknown): never {
  throw error;
}
