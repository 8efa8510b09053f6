import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DatabaseError } from "../../src/plain/errors.ts";
import { Desk } from "../../src/review/desk.ts";
import { eventPages } from "../../src/review/events.ts";

test("a job that fails unforeseen is heard, and another one can begin", async () => {
  const desk = new Desk();
  const heard: unknown[] = [];
  desk.onFailure = (error) => heard.push(error);
  const bug = new TypeError("a bug");
  desk.begin("One", () => {
    throw bug;
  });
  await desk.idle();
  expect([desk.job?.state, heard]).toEqual(["failed", [bug]]);
  desk.begin("Two", () => Promise.resolve());
  await desk.idle();
  expect(desk.job?.state).toBe("done");
});

test("a job whose end cannot be counted has ended, and says so", async () => {
  const desk = new Desk();
  desk.onEnd = () => Promise.reject(new DatabaseError("The database is gone.", { cure: "-" }));
  desk.begin("One", () => Promise.resolve());
  await desk.idle();
  expect(desk.job).toMatchObject({ state: "failed", failure: { what: "The database is gone." } });
  expect(() => desk.begin("Two", () => Promise.resolve())).not.toThrow();
});

test("a page that begins to listen late hears that the job has ended", async () => {
  const desk = new Desk();
  desk.begin("Rehearsal", () => Promise.resolve());
  await desk.idle();
  desk.changed();
  const answer = await eventPages(desk).request("/");
  const { value } = (await answer.body?.getReader().read()) ?? {};
  expect(new TextDecoder().decode(value)).toContain(
    '"changes":1,"title":"Rehearsal","state":"done"',
  );
});

test("scripts of the page use nothing that a browser of 2018 cannot read", () => {
  const folder = "src/review/assets";
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".js"))) {
    const text = readFileSync(`${folder}/${name}`, "utf8");
    expect([name, /\?\.(?!\d)|\?\?|replaceAll|matchAll|\bcatch \{/.exec(text)]).toEqual([
      name,
      null,
    ]);
  }
});
