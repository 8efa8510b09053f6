import { readFileSync } from "node:fs";
import { Hono, type MiddlewareHandler } from "hono";
import { setCookie } from "hono/cookie";
import { HmsyncError } from "../plain/errors.ts";
import { STYLE } from "../report/page/style.ts";
import { STANDING_STYLE } from "../report/standing/standing-style.ts";
import { eventPages } from "./events.ts";
import {
  cookieName,
  onlyFromHere,
  onlyOfSize,
  onlyOwnForms,
  onlyWithSession,
  type ReviewEnv,
  safeHeaders,
} from "./guard.ts";
import { Failure, Page, SCREENS } from "./layout.tsx";
import { listedPages } from "./pages/listed.tsx";
import { mappingPages } from "./pages/mapping.tsx";
import { personsPages } from "./pages/persons.tsx";
import { questionsPages } from "./pages/questions.tsx";
import { recordPages } from "./pages/record.tsx";
import { recordsPages } from "./pages/records.tsx";
import { runsPages } from "./pages/runs.tsx";
import { samplePages } from "./pages/sample.tsx";
import { signPages } from "./pages/sign.tsx";
import { startPages } from "./pages/start.tsx";
import { takeInPages } from "./pages/take-in.tsx";
import type { Review } from "./review.ts";
import type { Sessions } from "./session.ts";
import { Welcome } from "./welcome.tsx";

/** What a browser may load besides pages: files of ours, by name. */
const ASSETS: Readonly<Record<string, string>> = {
  "enter.js": "text/javascript; charset=utf-8",
  "grid-cells.js": "text/javascript; charset=utf-8",
  "grid.js": "text/javascript; charset=utf-8",
  "lines.js": "text/javascript; charset=utf-8",
  "sample.js": "text/javascript; charset=utf-8",
  "run.js": "text/javascript; charset=utf-8",
  "live.js": "text/javascript; charset=utf-8",
  "persons.js": "text/javascript; charset=utf-8",
};

/** One style sheet is made of them. */
const STYLES = ["review.css", "records.css", "record.css", "persons.css", "sign.css"];

/** Modules are bundled beside the command line: the assets stand where both find them. */
const asset = (name: string): string =>
  readFileSync(new URL(`../review/assets/${name}`, import.meta.url), "utf8");

/** Where the server listens, and who is let in. */
export interface Entrance {
  readonly sessions: Sessions;
  readonly port: () => number;
  /** Called for each request that was let in. */
  readonly onVisit?: () => void;
  /** Hears failures that nobody foresaw. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/** As a browser names it: the port of http is left out. */
const hostAt = (port: number): string => (port === 80 ? "127.0.0.1" : `127.0.0.1:${port}`);

/** All pages of a review, behind their guard. */
export function reviewApp(review: Review, entrance: Entrance): Hono<ReviewEnv> {
  const { sessions, port } = entrance;
  const app = new Hono<ReviewEnv>();
  app.use(safeHeaders);
  app.onError((error, c) => {
    const known = error instanceof HmsyncError;
    if (!known) entrance.onFailure?.(error);
    const what = known ? error.message : "This page failed for a reason that was not foreseen.";
    const cure = known
      ? error.cure
      : "The terminal has the details. What was shown as kept is kept.";
    const session = c.get("session");
    if (session === undefined) return c.text(what, 500);
    return c.html(
      <Page title="That did not work" at="/" review={review} session={session}>
        <Failure what={what} cure={cure} />
        <p>
          <a href={cameFrom(c.req.header("referer"))}>Load the page again that this came from</a>
        </p>
      </Page>,
      known ? 409 : 500,
    );
  });
  const welcome: MiddlewareHandler = async (c) => c.html(<Welcome />, 401);
  app.use(onlyFromHere(() => hostAt(port()), welcome));
  app.use(onlyOfSize);
  const css = [STYLE, STANDING_STYLE, ...STYLES.map(asset)].join("");
  app.get("/assets/review.css", (c) =>
    c.body(css, 200, { "Content-Type": "text/css; charset=utf-8" }),
  );
  app.get("/assets/:name", (c) => {
    const name = c.req.param("name");
    const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
    return type === undefined ? c.notFound() : c.body(asset(name), 200, { "Content-Type": type });
  });
  app.post("/enter", async (c) => {
    const token = new URLSearchParams(await c.req.text()).get("token") ?? "";
    const cookie = sessions.enter(token.trim().replace(/^.*#/, ""));
    if (cookie === undefined) return c.html(<Welcome refused />, 401);
    setCookie(c, cookieName(port()), cookie, { httpOnly: true, sameSite: "Strict", path: "/" });
    return c.redirect("/", 303);
  });
  app.use(onlyWithSession(sessions, { port, welcome }));
  app.use(async (_c, next) => {
    entrance.onVisit?.();
    await next();
  });
  app.use(onlyOwnForms);
  app.route("/session", sessionPages(review));
  app.route("/events", eventPages(review.desk));
  app.route("/records", recordsPages(review));
  app.route("/mapping", mappingPages(review));
  app.route("/persons", personsPages(review));
  app.route("/questions", questionsPages(review));
  app.route("/record", recordPages(review));
  app.route("/runs", runsPages(review));
  app.route("/standing", listedPages(review));
  app.route("/take-in", takeInPages(review));
  app.route("/sample", samplePages(review));
  app.route("/sign", signPages(review));
  app.route("/", startPages(review));
  app.notFound((c) => {
    const session = c.get("session");
    if (session === undefined) return c.text("Not found.", 404);
    return c.html(
      <Page title="There is no such page" at="/" review={review} session={session}>
        <p>
          Go back, or choose one of the screens above. <a href="/">Where we stand</a>
        </p>
      </Page>,
      404,
    );
  });
  return app;
}

/** A page of ours, on this server: a screen, or what is below it, with what a list is narrowed to. */
function backTo(path = "/"): string {
  const [, screen] = /^(\/[\w-]+)(?:\/[\w-]+)*(?:\?[\w=&.%+-]*)?$/.exec(path) ?? [];
  const isOurs = screen === "/standing" || SCREENS.some(([known]) => known === screen);
  return isOurs ? path : "/";
}

/** The page from which a request was sent that failed. */
function cameFrom(referrer: string | undefined): string {
  if (referrer === undefined || !URL.canParse(referrer)) return "/";
  const { pathname, search } = new URL(referrer);
  return backTo(`${pathname}${search}`);
}

/** What a person says of this session: its name, and whether values are shown. */
function sessionPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  app.post("/reveal", (c) => {
    const [form, session] = [c.get("form"), c.get("session")];
    const back = backTo(form.get("back"));
    session.revealed = form.get("show") === "yes";
    if (session.revealed) review.note?.(`${session.who} shows values, from ${back}`);
    return c.redirect(back, 303);
  });
  app.post("/stop", (c) => {
    review.desk.stop();
    return c.redirect(backTo(c.get("form").get("back")), 303);
  });
  app.post("/who", (c) => {
    const [form, session] = [c.get("form"), c.get("session")];
    const who = (form.get("who") ?? "")
      .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")
      .trim()
      .slice(0, 80);
    if (who !== "") session.who = who;
    return c.redirect(backTo(form.get("back")), 303);
  });
  return app;
}
