import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowser } from "../support/browser.ts";
import { lenientImport, letIn, served } from "../support/chain-page.ts";
import { change, query } from "../support/sql.ts";

let browser: Browser | undefined;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

/** No screen of this export has more places for the focus than that. */
const FAR = 90;

/** Somebody who has no mouse. */
class Typist {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Goes on by Tab until what is wanted has the focus, and shows it. */
  async reach(wanted: Locator): Promise<void> {
    const one = wanted.first();
    await one.waitFor();
    await this.#skipTheTop(one);
    const element = await one.elementHandle();
    for (let gone = 0; gone <= FAR; gone++) {
      const outline = await element?.evaluate((one) => {
        const { activeElement, defaultView } = one.ownerDocument;
        return one === activeElement ? defaultView?.getComputedStyle(one).outlineStyle : null;
      });
      if (outline !== undefined && outline !== null) {
        expect(outline, `the focus is seen on ${wanted}`).not.toBe("none");
        return;
      }
      await this.press("Tab");
    }
    throw new RangeError(`${wanted} is not reached by Tab.`);
  }

  /** On a page that was just loaded, by the skip link to what is wanted there. */
  async #skipTheTop(wanted: Locator): Promise<void> {
    const isAtBegin = await this.page.evaluate("document.activeElement === document.body");
    if (isAtBegin !== true || (await wanted.and(this.page.locator("main *")).count()) === 0) return;
    await this.press("Tab", "Enter");
    await this.page.locator("#main:focus").waitFor();
  }

  /** Presses Enter on a link or a button, and waits for the page that follows. */
  async enter(wanted: Locator): Promise<void> {
    await this.reach(wanted);
    await this.loads("Enter");
  }

  async loads(key: string): Promise<void> {
    await Promise.all([this.page.waitForEvent("load"), this.press(key)]);
  }

  follow = (name: string | RegExp, exact = false): Promise<void> =>
    this.enter(this.page.locator("main").getByRole("link", { name, exact }));

  choose = (name: string | RegExp, exact = false): Promise<void> =>
    this.enter(this.page.getByRole("button", { name, exact }));

  /** To one of the screens, by its link at the top. */
  to = (name: string): Promise<void> =>
    this.enter(this.page.getByLabel("Screens").getByRole("link", { name, exact: true }));

  async type(label: string | RegExp, text: string): Promise<void> {
    await this.reach(this.page.getByLabel(label));
    await this.page.keyboard.type(text);
  }

  /** Narrows the list of records to those of one entity with one thing wrong. */
  async narrow(entity: string, wrong: string): Promise<void> {
    await this.to("Records to correct");
    await this.follow(new RegExp(`${entity} *\\d`));
    await this.follow(new RegExp(wrong));
  }

  /** Writes into wrong cells of the grid, one after the other. */
  async typeIntoWrongCells(values: readonly string[]): Promise<void> {
    await this.reach(this.page.locator("#grid td.wrong"));
    for (const [nth, value] of values.entries()) {
      await this.press("Enter", "Control+a");
      await this.page.keyboard.type(value);
      await this.press("Tab");
      await this.page.locator("#grid td.fixed").nth(nth).waitFor({ timeout: 8000 });
    }
  }

  /** Opens the record of the wrong cell that comes first. */
  async openRecord(): Promise<void> {
    await this.reach(this.page.locator("#grid td.wrong"));
    await this.press("Home");
    await this.loads("Enter");
  }

  /** Waits until the job at work has ended. */
  async ended(): Promise<void> {
    await this.page.waitForSelector("h2#result");
  }
}

test("wrong records are corrected, taken in, checked, signed and verified by keyboard alone", async (context) => {
  if (browser === undefined) return context.skip("This machine has no browser.");
  const database = await lenientImport();
  const { page, trouble } = await letIn(browser, await served(database), {
    viewport: { width: 1280, height: 900 },
  });
  const typist = new Typist(page);
  const counted = (what: string) => query(database, `select count(*) from ${what}`);

  await typist.choose("Show values");

  await typist.narrow("patients", "phone.missing");
  await typist.typeIntoWrongCells(["0445550001", "0445550002", "0445550003"]);
  await typist.loads("Control+z");
  expect(await page.locator("#grid td.fixed").count()).toBe(2);
  await typist.reach(page.locator("#grid td:not([tabindex='-1'])"));
  await typist.loads("Control+y");
  expect(await page.locator("#grid td.fixed").count()).toBe(3);

  await typist.to("Records to correct");
  await typist.follow(/visits *\d/);
  await typist.follow("status", true);
  await typist.choose(/Write it in one way/);

  await typist.narrow("visits", "doctor.unknown");
  await typist.openRecord();
  await typist.enter(page.locator("#cell-2 a"));
  await typist.type("Becomes", "D03");
  await typist.loads("Enter");
  await typist.choose("Change 7 records");

  await typist.narrow("visits", "patient.unknown");
  await typist.openRecord();
  await typist.type(/Not to be imported, because/, "a record of a test");
  await typist.loads("Enter");

  await typist.narrow("patients", "legacyId.duplicate");
  await typist.openRecord();
  await typist.follow(/side by side/);
  await typist.reach(page.locator("input[name^=id-]").last());
  await page.keyboard.type("1099");
  await typist.choose("Keep all, with the new numbers");
  await typist.narrow("visits", "legacyId.duplicate");
  await typist.openRecord();
  await typist.follow(/side by side/);
  await typist.reach(page.locator("input[name=keep]"));
  await typist.press("Space");
  await typist.choose("Keep the chosen one, not the others");

  await typist.to("Take in");
  await typist.choose("Rehearse");
  await typist.ended();
  expect(counted("patients")).toEqual([[33]]);
  await typist.choose("Take in", true);
  await typist.ended();
  expect(counted("patients")).toEqual([[38]]);
  const [[visits = 0] = []] = counted("visits");
  expect(visits).toBeGreaterThan(59);

  await typist.to("Sample check");
  await typist.type(/records of each/i, "1");
  await typist.loads("Enter");
  await typist.loads("Enter");
  await typist.press("w");
  await page.keyboard.type("another name");
  await typist.loads("Enter");
  for (let n = 2; n <= 3; n++) await typist.loads("r");
  expect(new URL(page.url()).pathname).toBe("/sample");
  expect(await page.locator("main").textContent()).toContain("another name");

  await typist.to("Sign");
  await typist.type("Role in the hospital", "data owner");
  await typist.reach(page.getByLabel(/I sign with/));
  await typist.press("Space");
  await typist.reach(page.getByRole("button", { name: "Sign", exact: true }));
  await typist.press("Enter");
  await verified(typist, "all of it holds");
  change(
    database,
    "update visits set consultation_fee_minor = 1 where id = (select min(id) from visits)",
  );
  await verified(typist, "consultation_fee_minor");
  expect(trouble).toEqual([]);
});

/** Asks for a verification, and waits until the page says what is expected. */
async function verified(typist: Typist, says: string): Promise<void> {
  await typist.reach(typist.page.getByRole("button", { name: "Verify all of it now" }));
  await typist.press("Enter");
  await typist.page.locator("main", { hasText: says }).waitFor();
}
