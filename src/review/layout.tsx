import { raw } from "hono/html";
import type { Child, FC } from "hono/jsx";
import { oneLine } from "../plain/visible.ts";
import type { Review } from "./review.ts";
import type { Session } from "./session.ts";

/** The screens, in the order in which the work is done. */
export const SCREENS = [
  ["/", "Where we stand"],
  ["/records", "Records to correct"],
  ["/questions", "Questions"],
  ["/take-in", "Take in"],
  ["/persons", "Persons"],
  ["/record", "Find a record"],
  ["/sample", "Sample check"],
  ["/mapping", "Mapping"],
  ["/runs", "Runs"],
  ["/sign", "Sign"],
] as const;
export type Screen = (typeof SCREENS)[number][0];

/** Without it, a browser lays a page out as one of the last century. */
export const DOCTYPE = raw("<!doctype html>");

interface PageProps {
  /** Of the screen; never a value. */
  readonly title: string;
  readonly at: Screen;
  /** The page's own path, where that is below the screen's: forms in its head lead back to it. */
  readonly here?: string;
  readonly review: Review;
  readonly session: Session;
  /** Scripts of our own, below `/assets`. */
  readonly scripts?: readonly string[];
  readonly children?: Child;
}

/** A page with what all of them have: where one is, whether values are shown, under which name one works. */
export const Page: FC<PageProps> = ({
  title,
  at,
  here = at,
  review,
  session,
  scripts = [],
  children,
}) => (
  <>
    {DOCTYPE}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title} · review</title>
        <link rel="stylesheet" href="/assets/review.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <a class="skip" href="#main">
          To the content
        </a>
        <header class="top">
          <p class="system">
            <b>{oneLine(review.legacySystem)}</b>{" "}
            <span class="soft">into {review.target.title}</span>
          </p>
          <nav aria-label="Screens">
            {SCREENS.map(([path, name]) => (
              <a href={path} {...(path === at ? { "aria-current": "page" } : {})}>
                {name}
              </a>
            ))}
          </nav>
          <div class="session">
            <Form action="/session/reveal" session={session} class="inline">
              <input type="hidden" name="back" value={here} />
              <button
                type="submit"
                name="show"
                value={session.revealed ? "no" : "yes"}
                class="quiet"
              >
                {session.revealed ? "Hide values" : "Show values"}
              </button>
            </Form>
            <Form action="/session/who" session={session} class="inline">
              <input type="hidden" name="back" value={here} />
              <label>
                You are <input name="who" value={session.who} size={14} maxlength={80} required />
              </label>
              <button type="submit" class="quiet">
                Set name
              </button>
            </Form>
          </div>
        </header>
        <main id="main" tabindex={-1}>
          <h1>{title}</h1>
          {children}
        </main>
        <p class="live" id="live" role="status" aria-live="polite"></p>
        {["live.js", ...scripts].map((name) => (
          <script src={`/assets/${name}`} defer></script>
        ))}
      </body>
    </html>
  </>
);

interface FormProps {
  /** A path of the page. */
  readonly action: string;
  readonly session: Session;
  readonly class?: string;
  readonly id?: string;
  readonly children?: Child;
}

/** A form that this session may send. */
export const Form: FC<FormProps> = ({ action, session, class: name, id, children }) => (
  <form
    method="post"
    action={action}
    autocomplete="off"
    {...(name && { class: name })}
    {...(id && { id })}
  >
    <input type="hidden" name="csrf" value={session.csrf} />
    {children}
  </form>
);

/** What went wrong, and what to do. */
export const Failure: FC<{ what: string; cure: string }> = ({ what, cure }) => (
  <div class="notice error" role="alert">
    <p>
      <b>{what}</b>
    </p>
    <p>{cure}</p>
  </div>
);
