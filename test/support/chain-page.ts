import { join, resolve } from "node:path";
import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { importExport } from "../../src/jobs/import.ts";
import { type Serving, serveReview } from "../../src/review/server.ts";
import { workspace } from "./workspace.ts";

/** Forty records of its 135 are wrong: phones, days, spellings, a doctor written otherwise, numbers twice. */
export const FORTY_WRONG = resolve("fixtures/review-forty-wrong");

/** No day of the fixture is in the future then. */
const AS_OF = "2023-01-01";

/** A database into which the sound records of an export were imported. */
export async function lenientImport(source = FORTY_WRONG): Promise<string> {
  const folder = workspace();
  const database = join(folder, "hmsync.db");
  const settings = { mode: "lenient" as const };
  const report = join(folder, "report");
  await importExport({ target: HMSYNC, source, database, report, settings, asOf: AS_OF });
  return database;
}

/** Serves the review of a database until the test is over. */
export async function served(database: string): Promise<Serving> {
  const serving = await serveReview({
    target: HMSYNC,
    database,
    who: "Dr. Rao",
    typed: (command, flags = "") => `npm run ${command} -- ${flags}`,
    onFailure: (error) => {
      throw error;
    },
  });
  onTestFinished(() => serving.close());
  return serving;
}

type Looks = NonNullable<Parameters<Browser["newContext"]>[0]>;

/** A browser that was let in by a link, as a person opens it; what its console says of trouble is kept. */
export async function letIn(
  browser: Browser,
  serving: Serving,
  looks: Looks = {},
): Promise<{ page: Page; context: BrowserContext; trouble: string[] }> {
  const context = await browser.newContext(looks);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on("pageerror", (error) => trouble.push(error.message));
  await page.goto(serving.makeLink());
  await page.waitForSelector("nav");
  page.on("console", (message) => {
    if (message.type() === "error") trouble.push(message.text());
  });
  return { page, context, trouble };
}

/** What axe-core finds that keeps people from using a page: each rule with the elements. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate("axe.run()")) as {
    violations: { id: string; impact: string; nodes: { target: string[] }[] }[];
  };
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
