import type { HonoRequest, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie } from "hono/cookie";
import { isSame, type Session, type Sessions } from "./session.ts";

/** What a request carries once it was let through. */
export interface ReviewEnv {
  Variables: {
    session: Session;
    /** The fields of a form, each with its values. */
    form: Form;
  };
}

/** A form as it was sent. */
export interface Form {
  /** The first value; nothing if it was left out. */
  get(name: string): string | undefined;
  all(name: string): readonly string[];
}

/** Our own files alone, and nothing else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": POLICY,
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  // With "no-referrer" a browser would call the origin of a form null.
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
};

/** What every answer says, whatever it is. */
export const safeHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
};

/** Bytes of a form: a cell may hold a long note, a form may name a page of records. */
const LARGEST_FORM = 4 << 20;

/** Stops reading what is too large, also where nobody said how large it is: it would fill the memory of a job. */
export const onlyOfSize: MiddlewareHandler = bodyLimit({
  maxSize: LARGEST_FORM,
  onError: (c) => c.text("Too large.", 413),
});

/**
 * Lets through what the page itself asks for. A foreign page that calls this machine by a name of its own
 * (DNS rebinding) is told apart by the host, one that sends a form by its origin.
 *
 * @param host as the browser must call this server: `127.0.0.1:4711`
 * @param welcome the page for whoever has no session
 */
export function onlyFromHere(host: () => string, welcome: MiddlewareHandler): MiddlewareHandler {
  return (c, next) => {
    const refused = refusal(c.req, host());
    if (refused === undefined) return next();
    return refused === "door" ? welcome(c, next) : Promise.resolve(c.text(...refused));
  };
}

type Refusal = readonly [why: string, status: 403 | 405 | 421];

/** Why a request is not let through; `door` for a browser that something else than this page sent here. */
function refusal(req: HonoRequest, host: string): Refusal | "door" | undefined {
  const { method, path } = req;
  const origin = req.header("origin") ?? `http://${host}`;
  const site = req.header("sec-fetch-site") ?? "none";
  if (req.header("host") !== host) return ["Not this host.", 421];
  if (origin !== `http://${host}`) return ["Not this origin.", 403];
  if (site !== "same-origin" && site !== "none") {
    // The file that opens the link in a browser is of no site.
    return method === "GET" && path === "/" ? "door" : ["Not from another site.", 403];
  }
  return method === "GET" || method === "POST" ? undefined : ["Not this method.", 405];
}

/** The cookie of this port: cookies of one machine are shared by all of its ports. */
export const cookieName = (port: number): string => `hmsync-review-${port}`;

/** Lets those in who have a session; to all others it says how to get one. */
export function onlyWithSession(
  sessions: Sessions,
  { port, welcome }: { readonly port: () => number; readonly welcome: MiddlewareHandler },
): MiddlewareHandler<ReviewEnv> {
  return async (c, next) => {
    const session = sessions.find(getCookie(c, cookieName(port())));
    if (session === undefined)
      return c.req.method === "GET" ? welcome(c, next) : c.text("Not let in.", 401);
    c.set("session", session);
    return next();
  };
}

/** Reads forms, and refuses one that this session was not given. */
export const onlyOwnForms: MiddlewareHandler<ReviewEnv> = async (c, next) => {
  if (c.req.method === "GET") return next();
  if (!/^application\/x-www-form-urlencoded\b/.test(c.req.header("content-type") ?? "")) {
    return c.text("Not a form.", 415);
  }
  const fields = new URLSearchParams(await c.req.text());
  if (!isSame(fields.get("csrf") ?? "", c.get("session").csrf)) {
    return c.text("This form is not of this page. Load the page again.", 403);
  }
  c.set("form", {
    get: (name) => fields.get(name) ?? undefined,
    all: (name) => fields.getAll(name),
  });
  return next();
};
