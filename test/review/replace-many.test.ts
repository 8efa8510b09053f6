import { expect, test } from "vitest";
import { Corrections } from "../../src/chain/corrections/corrections.ts";
import { ChainOfRuns } from "../support/chain-of-runs.ts";
import { openReview } from "../support/review.ts";

const COUNT = 1_200;
const PATIENTS = Array.from({ length: COUNT }, (_, at) => `${at + 1},Asha,Rao,`);

test("a value of very many records is replaced by a job, whole or not at all", async () => {
  const chain = new ChainOfRuns();
  const head = "patientId,firstName,lastName,phoneNumber";
  chain.write({ "patients.csv": `${[head, ...PATIENTS].join("\n")}\n` });
  await chain.import();
  const { get, post, review } = await openReview(chain.database);
  const { text } = await get("/records?entity=patients");
  const [, number = ""] = /data-record="(\d+)"/.exec(text) ?? [];
  const path = `/records/${number}/same/3`;
  const preview = await post(path, { now: "0441234567" });
  const [, counted = ""] = /name="counted" value="([^"]+)"/.exec(preview.text) ?? [];
  const asked = { now: "0441234567", do: "yes", of: "now", counted };
  const steps = async () => (await Corrections.open(review.folder)).steps();

  expect((await post(path, asked)).status).toBe(303);
  expect((await post("/session/stop", { back: "/records" })).headers.get("location")).toBe(
    "/records",
  );
  await review.desk.idle();
  expect([review.desk.job?.state, await steps()]).toEqual(["stopped", []]);

  expect((await post(path, asked)).status).toBe(303);
  expect((await get("/records")).text).toContain('action="/session/stop"');
  await review.desk.idle();
  expect([review.desk.job?.state, review.desk.job?.progress?.entity]).toEqual(["done", "patients"]);
  expect(await steps()).toMatchObject([{ kind: "replace", records: COUNT }]);
  const after = await get("/records?state=corrected");
  expect(after.text).toContain("of 1,200");
  expect(after.text).not.toContain('action="/session/stop"');
});
