import type { Child, FC } from "hono/jsx";
import { grouped } from "../plain/columns.ts";
import type { DeskJob } from "./desk.ts";
import { Failure, Form } from "./layout.tsx";
import type { Session } from "./session.ts";

interface AtDeskProps {
  readonly job: DeskJob | undefined;
  /** The page that shows how it ends. */
  readonly here: string;
  readonly session: Session;
}

/** A job that a page has begun, while it is at work, and why it failed. */
export const AtDesk: FC<
  AtDeskProps & {
    /** What is counted: `rows read`. */
    readonly counts: string;
  }
> = ({ job, here, counts, session }) => {
  if (job?.state !== "at work") return <Failed job={job} />;
  return (
    <div class="notice" data-live="at work">
      <p>
        {job.title}: {grouped(job.progress?.records ?? 0)} {counts}. This page shows the result when
        it is there. Without script, <a href={here}>load it again</a>.
      </p>
      <Stop here={here} session={session} />
    </div>
  );
};

/** A run that a page has begun, while it is at work; else why it failed, and how another one is begun. */
export const RunAtDesk: FC<
  AtDeskProps & {
    /** What it has said on its way. */
    readonly said?: Child;
    readonly children?: Child;
  }
> = ({ job, here, session, said, children }) => {
  if (job?.state !== "at work") {
    return (
      <div data-live>
        <Failed job={job} />
        {children}
      </div>
    );
  }
  return (
    <div class="notice" data-live="at work">
      <p>
        <b>{job.title}</b> is at work
        {job.progress && `: ${grouped(job.progress.records)} records of ${job.progress.entity}`}.
      </p>
      {said}
      <Stop here={here} session={session} />
      <p class="soft">
        This page shows how it ends by itself. Without script, <a href={here}>load it again</a>.
      </p>
    </div>
  );
};

interface WaysProps {
  /** Where both forms are sent. */
  readonly rehearse: string;
  readonly takeIn: string;
  readonly session: Session;
}

/** The two ways to begin a run: for a try, and for good. */
export const RehearseOrTakeIn: FC<WaysProps> = ({ rehearse, takeIn, session }) => (
  <div class="actions">
    <Form action={rehearse} session={session} class="inline">
      <button type="submit" class="quiet">
        Rehearse
      </button>
    </Form>
    <Form action={takeIn} session={session} class="inline">
      <button type="submit">Take in</button>
    </Form>
  </div>
);

const Failed: FC<{ job: DeskJob | undefined }> = ({ job }) =>
  job?.failure === undefined ? null : <Failure what={job.failure.what} cure={job.failure.cure} />;

const Stop: FC<{ here: string; session: Session }> = ({ here, session }) => (
  <Form action="/session/stop" session={session} class="inline">
    <input type="hidden" name="back" value={here} />
    <button type="submit" class="quiet">
      Stop
    </button>
  </Form>
);
