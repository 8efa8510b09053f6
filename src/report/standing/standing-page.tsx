/** @jsxRuntime automatic @jsxImportSource hono/jsx */

import { createHash } from "node:crypto";
import { raw } from "hono/html";
import type { Standing } from "../../chain/standing.ts";
import { minuteOf } from "../../plain/columns.ts";
import { oneLine } from "../../plain/visible.ts";
import { STYLE } from "../page/style.ts";
import { STANDING_STYLE } from "./standing-style.ts";
import { StandingView } from "./standing-view.tsx";

const LOOKS = `${STYLE}${STANDING_STYLE}`;

/** Nothing is fetched, sent or run; of styles only the page's own are taken, by their hash. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(LOOKS).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Of what the page is, besides the standing itself. */
export interface StandingPageOptions {
  /** When the standing was read: ISO 8601, UTC. */
  readonly at: string;
  /** The run after which it was read. */
  readonly run: string;
}

/** Where a chain stands as one page that needs nothing else: it opens from disk, in a mail, on paper. */
export function standingPage(standing: Standing, { at, run }: StandingPageOptions): string {
  const { legacySystem, application, entities } = standing;
  const title = `Where we stand: ${oneLine(legacySystem)} into ${application}`;
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>{title}</title>
        <style>{raw(LOOKS)}</style>
      </head>
      <body>
        <header>
          <h1>{title}</h1>
          <p class="soft">
            After run {run}, read {minuteOf(at)} UTC.
          </p>
          <p class="soft small">
            No patient's value is on this page: it has counts, sums, days of five records or more,
            and codes.
          </p>
        </header>
        {entities.length > 0 && (
          <nav aria-label="Sections">
            <a href="#left-out">What was left out</a> <a href="#files">Files</a>{" "}
            <a href="#runs">Runs, mappings, backups</a>
          </nav>
        )}
        <main>
          <StandingView standing={standing} />
        </main>
      </body>
    </html>
  );
  return `<!doctype html>\n${page.toString()}\n`;
}
