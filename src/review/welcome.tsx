import type { FC } from "hono/jsx";
import { DOCTYPE } from "./layout.tsx";

/** For a browser that was not let in yet: a script sends the token of its link, or a person pastes it. */
export const Welcome: FC<{ refused?: boolean }> = ({ refused = false }) => (
  <>
    {DOCTYPE}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>HMSync review</title>
        <link rel="stylesheet" href="/assets/review.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <main>
          <h1>HMSync review</h1>
          {refused && (
            <p class="notice error" role="alert">
              This link was used before, or a newer one was made.
            </p>
          )}
          <p>
            Open the link that the terminal shows. Each link lets in one browser, once; press Enter
            there for another.
          </p>
          <form method="post" action="/enter" autocomplete="off" id="enter">
            <label>
              Link <input name="token" size={48} required />
            </label>{" "}
            <button type="submit">Open</button>
          </form>
        </main>
        <script src="/assets/enter.js" defer></script>
      </body>
    </html>
  </>
);
