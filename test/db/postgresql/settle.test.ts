import { beforeEach, expect, it } from "vitest";
import { serverLockHolder } from "../../../src/db/postgresql/run-lock.ts";
import { DatabaseError } from "../../../src/plain/errors.ts";
import { cuttingProxy } from "../../support/cutting-proxy.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { openTarget, patient, SERVER_TABLES } from "../../support/publishing.ts";

describePostgresql("a COMMIT that got no answer", () => {
  const database = testDatabase();
  const count = async () =>
    Number((await database.query("select count(*) n from patients"))[0]?.["n"]);

  beforeEach(async () => {
    await database.query(`drop schema public cascade; create schema public; ${SERVER_TABLES}`);
  });

  it("was carried out: the publish is done, and the next one goes on, alone as before", async () => {
    const { exec, publish } = await openTarget(await cuttingProxy(database.url, "after"));
    exec(patient(1));
    expect((await publish()).tables).toEqual([
      { table: "patients", inserted: 1, updated: 0, deleted: 0 },
    ]);
    exec(patient(2), "update patients set name = 'Ann' where public_id = 'PT-1'");
    await publish();
    expect(await count()).toBe(2);
    expect((await serverLockHolder(await database.session()))?.pid).toBe(process.pid);
  });

  it.each(["before", "unheard"] as const)(
    "never came (%s): nothing is there, so it is published once more",
    async (cut) => {
      const { exec, publish } = await openTarget(await cuttingProxy(database.url, cut));
      exec(patient(1));
      await publish();
      expect(await count()).toBe(1);
    },
  );
});

describePostgresql("a connection that is ended in the middle", () => {
  const database = testDatabase();
  const count = async () =>
    Number((await database.query("select count(*) n from patients"))[0]?.["n"]);
  const state = async () =>
    JSON.stringify(
      await database.query(
        "select * from patients p left join visits v on v.patient_id = p.id order by 1",
      ),
    );

  beforeEach(async () => {
    await database.query(
      `drop schema public cascade; create schema public; ${SERVER_TABLES}; ${patient(1)}; ${patient(2)}`,
    );
  });

  it.each([
    "publish-begun",
    "publish-checked",
    "publish-deleted",
    "publish-inserted",
    "publish-read-back",
    "publish-before-commit",
  ] as const)("%s: nothing was written, and the lock is free", async (at) => {
    const before = await state();
    let isEnded: Promise<unknown> | undefined;
    const { exec, publish, server } = await openTarget(database.url, {
      fail: (reached) => {
        if (reached === at)
          isEnded = database.query(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name like 'hmsync%' and datname = current_database()",
          );
      },
    });
    exec(
      patient(3),
      "delete from patients where public_id = 'PT-1'",
      "update patients set born = null",
    );
    const told = await publish().catch((thrown: unknown) => thrown);
    expect(await isEnded).toHaveLength(1);
    // Ended while it is on its way, a COMMIT may have been carried out; then it is told so.
    if (told instanceof Error)
      expect([told instanceof DatabaseError, await state()]).toEqual([true, before]);
    else expect([at, await state()]).not.toContain(before);
    await server.close();
    const again = await openTarget(database.url);
    if (told instanceof Error) again.exec(patient(3));
    await again.publish();
    expect(await count()).toBe(told instanceof Error ? 3 : 2);
  });
});
