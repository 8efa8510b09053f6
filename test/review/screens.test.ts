import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SCREENS } from "../../src/review/layout.tsx";
import { startBrowser } from "../support/browser.ts";
import { barriers, lenientImport, letIn, served } from "../support/chain-page.ts";

let browser: Browser | undefined;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

/** With `HMSYNC_PICTURES=1`, the pictures of docs/review.md are made anew. */
const PICTURES = process.env["HMSYNC_PICTURES"] === undefined ? undefined : "docs/review";

const nameOf = (path: string): string => (path === "/" ? "stand" : path.slice(1));

const isWiderThanScreen = (page: Page): Promise<boolean> =>
  page.evaluate("document.documentElement.scrollWidth > innerWidth");

test("every screen can be used with keyboard and screen reader, on a phone and on a wide screen, light and dark", async (context) => {
  if (browser === undefined) return context.skip("This machine has no browser.");
  const serving = await served(await lenientImport());
  const found: string[] = [];
  for (const [width, colorScheme] of [
    [1280, "light"],
    [360, "dark"],
    [1920, "dark"],
    [420, "light"],
  ] as const) {
    const looks = { viewport: { width, height: 900 }, colorScheme };
    const { page, trouble } = await letIn(browser, serving, looks);
    for (const [path] of SCREENS) {
      const answer = await page.goto(new URL(path, page.url()).href);
      const where = `${path} ${width} ${colorScheme}`;
      if (answer?.status() !== 200) found.push(`${where}: answers ${answer?.status()}`);
      if (await isWiderThanScreen(page)) found.push(`${where}: wider than the screen`);
      // Narrower or wider, the same elements have the same names and colours.
      if (width === 1280 || width === 360) {
        found.push(...(await barriers(page)).map((barrier) => `${where}: ${barrier}`));
      }
      if (PICTURES !== undefined && width === 1280) await picture(page, path);
    }
    found.push(...trouble.map((what) => `${width}: ${what}`));
  }
  expect(found).toEqual([]);
});

async function picture(page: Page, path: string): Promise<void> {
  mkdirSync(PICTURES ?? "", { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${nameOf(path)}.png` });
}
