import { expect, it } from "vitest";
import { casesOf } from "../../support/at-night.ts";
import {
  killAt,
  prepare,
  publishStages,
  stateOf,
  undisturbed,
  type Victim,
} from "../../support/kill-publish.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";

/** Parts of the time that two publishes take; bench/kill-publish-postgresql.ts takes 200 of them. */
const INSTANTS = [0.35, 0.8, 0.1, 0.6, 0.25, 0.5, 0.95];

describePostgresql("a publish whose client or backend is killed", () => {
  const database = testDatabase();

  it("is there whole or not at all, and once more ends as an undisturbed one", async () => {
    const admin = await database.session();
    const { states, ms } = await undisturbed(database.url, admin);
    const kills = (victim: Victim, sample: number) =>
      casesOf(INSTANTS, sample).map((instant) => ({ victim, instant }));
    for (const { victim, instant } of [...kills("backend", 2), ...kills("client", 1)]) {
      await prepare(admin);
      expect(states).toContain(await killAt({ url: database.url, admin }, victim, instant * ms));
      await publishStages(database.url);
      expect(await stateOf(admin)).toBe(states.at(-1));
    }
    expect(new Set(states).size).toBe(3);
  });
});
