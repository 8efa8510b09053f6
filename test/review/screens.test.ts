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

const LOOKS = [
  { width: 1280, colorScheme: "light" },
  { width: 360, colorScheme: "dark" },
  { width: 1920, colorScheme: "dark" },
] as const;

test("every screen can be used with keyboard and screen reader, on a phone and on a wide screen, light and dark", async (context) => {
  if (browser === undefined) return context.skip("This machine has no browser.");
  const serving = await served(await lenientImport());
  const found: string[] = [];
  for (const { width, colorScheme } of LOOKS) {
    const looks = { viewport: { width, height: 900 }, colorScheme };
    const { page, trouble } = await letIn(browser, serving, looks);
    for (const [path] of SCREENS) {
      const wrong = await lookAt(page, path, width);
      found.push(...wrong.map((what) => `${path} ${width} ${colorScheme}: ${what}`));
    }
    found.push(...trouble.map((what) => `${width}: ${what}`));
  }
  expect(found).toEqual([]);
});

/** What is wrong with a screen at a width. */
async function lookAt(page: Page, path: string, width: number): Promise<string[]> {
  const answer = await page.goto(new URL(path, page.url()).href);
  const found = answer?.status() === 200 ? [] : [`answers ${answer?.status()}`];
  if (await isWiderThanScreen(page)) found.push("wider than the screen");
  // At other widths the same elements have the same names and colours.
  if (width === 1280 || width === 360) found.push(...(await barriers(page)));
  if (PICTURES !== undefined && width === 1280) await picture(page, path);
  return found;
}

async function picture(page: Page, path: string): Promise<void> {
  mkdirSync(PICTURES ?? "", { recursive: true });
  // Where this machine has its fixtures is nobody's business.
  for (const field of await page.locator("input[name=source]").all()) await field.fill("legacy/");
  await page.screenshot({ path: `${PICTURES}/${nameOf(path)}.png` });
}
