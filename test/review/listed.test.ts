import { expect, test } from "vitest";
import { lenientImport } from "../support/chain-page.ts";
import { openReview } from "../support/review.ts";

test("each number of the first screen that is a link leads to its records, masked", async () => {
  const { get } = await openReview(await lenientImport());
  const first = await get("/");
  const links = [...first.text.matchAll(/href="(\/(?:standing|records)[^"]*)"/g)];
  expect(links.length).toBeGreaterThan(4);
  for (const [, path = ""] of links)
    expect((await get(path.replaceAll("&amp;", "&"))).status).toBe(200);
  const { text } = await get("/standing/visits/in");
  expect(text.match(/What became of line/g)?.length).toBe(59);
  expect(text).not.toContain("V0001");
  const [, story = ""] = /href="(\/record\/visits\/c\d+)"/.exec(text) ?? [];
  expect((await get(story)).status).toBe(200);
  for (const path of [
    "/standing/nothing/in",
    "/standing/visits/nothing",
    "/standing/visits/constructor",
  ]) {
    expect((await get(path)).status).toBe(404);
  }
});
