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

/** What a person does on the pages of a chain. */
class Person {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.page.url()).href);
  }

  async press(name: string | RegExp): Promise<void> {
    await this.#go(this.page.getByRole("button", { name }).first());
  }

  async follow(name: string | RegExp): Promise<void> {
    await this.#go(this.page.getByRole("link", { name }).first());
  }

  /** Opens the first record of the list. */
  async openFirst(): Promise<void> {
    await this.#go(this.page.locator("#grid tbody th a").first());
  }

  async #go(to: Locator): Promise<void> {
    await Promise.all([this.page.waitForEvent("load"), to.click()]);
  }

  /** Writes into each wrong cell of the grid, from the first to the last, by keys alone. */
  async typeIntoWrongCells(values: readonly string[]): Promise<void> {
    await this.page.locator("#grid td.wrong").first().focus();
    for (const [nth, value] of values.entries()) {
      await this.page.keyboard.press("Enter");
      await this.page.keyboard.press("Control+a");
      await this.page.keyboard.type(value);
      await this.page.keyboard.press("Tab");
      await this.page.locator("#grid td.fixed").nth(nth).waitFor({ timeout: 8000 });
    }
  }

  /** Waits until the job at work has ended. */
  async ended(): Promise<void> {
    await this.page.waitForSelector("h2#result");
  }
}

test("forty wrong records are corrected, rehearsed, taken in, checked, signed and verified", async (context) => {
  if (browser === undefined) return context.skip("This machine has no browser.");
  const database = await lenientImport();
  const serving = await served(database);
  const { page, trouble } = await letIn(browser, serving, {
    viewport: { width: 1280, height: 900 },
  });
  const person = new Person(page);
  await person.press("Show values");

  await person.open("/records?entity=patients&code=patients.phone.missing");
  await person.typeIntoWrongCells(
    ["01", "02", "03", "04", "05", "06"].map((end) => `04455500${end}`),
  );
  await person.open("/records?entity=visits&code=visits.visitDate.not-a-date");
  await person.typeIntoWrongCells(
    ["05", "06", "07", "08", "09", "10", "11"].map((day) => `2022-03-${day}`),
  );

  await person.open("/records?entity=visits");
  await person.follow(/^status$/);
  expect(await page.locator("fieldset").count()).toBe(2);
  for (let left = 2; left > 0; left--) {
    await person.press(/Write it in one way/);
  }

  await person.open("/records?entity=visits&code=visits.doctor.unknown");
  await person.openFirst();
  await page.locator("#cell-2 a").click();
  await page.getByLabel("Becomes").fill("D03");
  await person.press("Show what that changes");
  await page.getByLabel("Why").fill("the doctor's number is written with three characters");
  await person.press("Change 7 records");

  for (let left = 5; left > 0; left--) {
    await person.open("/records?entity=visits&code=visits.patient.unknown&state=waiting");
    await person.openFirst();
    await page.getByLabel(/Not to be imported, because/).fill("a record of a test");
    await person.press("Do not import it");
  }

  await person.open("/records?entity=patients&code=patients.legacyId.duplicate");
  await person.openFirst();
  await person.follow(/side by side/);
  await page.locator("input[name^=id-]").last().fill("1099");
  await person.press("Keep all, with the new numbers");
  await person.open("/records?entity=visits&code=visits.legacyId.duplicate");
  await person.openFirst();
  await person.follow(/side by side/);
  await page.locator("input[name=keep]").first().check();
  await person.press("Keep the chosen one, not the others");

  await person.open("/take-in");
  await person.press("Rehearse");
  await person.ended();
  expect(query(database, "select count(*) from patients")).toEqual([[33]]);
  expect(await page.locator("#result + p").textContent()).toMatch(/0 rejected again/);
  await person.press("Take in");
  await person.ended();
  expect(query(database, "select count(*) from patients")).toEqual([[41]]);
  expect(query(database, "select count(*) from visits")).toEqual([[85]]);
  expect(query(database, "select count(*) from visits where status = 'completed'")).toEqual([[83]]);

  await person.open("/");
  expect(await page.locator(".headline").textContent()).toMatch(/135 records 129 are in/);
  await person.open("/sample");
  await page.getByLabel(/records of each/i).fill("2");
  await person.press("Draw the records");
  await person.follow(/Check record 1/);
  for (let n = 1; n <= 6; n++) {
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("r")]);
  }
  expect(new URL(page.url()).pathname).toBe("/sample");

  await person.open("/sign");
  await page.getByLabel("Role in the hospital").fill("data owner");
  await page.getByLabel(/I sign with/).check();
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await page.getByText("Verify all of it now").waitFor();
  await verified(page, "all of it holds");
  change(database, "update visits set consultation_fee_minor = 1 where legacy_id = 'V0007'");
  await verified(page, "consultation_fee_minor");
  expect(trouble).toEqual([]);
});

/** Asks for a verification, and waits until the page says what is expected. */
async function verified(page: Page, says: string): Promise<void> {
  await page.getByRole("button", { name: "Verify all of it now" }).click();
  await page.locator("main", { hasText: says }).waitFor();
}
