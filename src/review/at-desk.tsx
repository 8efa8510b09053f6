import type { FC } from "hono/jsx";
import { grouped } from "../plain/columns.ts";
import type { DeskJob } from "./desk.ts";
import { Failure, Form } from "./layout.tsx";
import type { Session } from "./session.ts";

interface AtDeskProps {
  readonly job: DeskJob | undefined;
  /** The page that shows how it ends. */
  readonly here: string;
  /** What is counted: `rows read`. */
  readonly counts: string;
  readonly session: Session;
}

/** A job that a page has begun, while it is at work, and why it failed. */
export const AtDesk: FC<AtDeskProps> = ({ job, here, counts, session }) => {
  if (job?.state === "at work") {
    return (
      <div class="notice" data-live="at work">
        <p>
          {job.title}: {grouped(job.progress?.records ?? 0)} {counts}. This page shows the result
          when it is there. Without script, <a href={here}>load it again</a>.
        </p>
        <Form action="/session/stop" session={session} class="inline">
          <input type="hidden" name="back" value={here} />
          <button type="submit" class="quiet">
            Stop
          </button>
        </Form>
      </div>
    );
  }
  return job?.failure === undefined ? null : (
    <Failure what={job.failure.what} cure={job.failure.cure} />
  );
};
