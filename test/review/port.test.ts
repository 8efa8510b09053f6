import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { importExport } from "../../src/jobs/import.ts";
import { SystemError } from "../../src/plain/errors.ts";
import { serveReview } from "../../src/review/server.ts";
import { SMALL } from "../support/small-exports.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

test("a port that is taken is named, and no clock goes on that would keep the program alive", async () => {
  const folder = workspace();
  const database = join(folder, "hmsync.db");
  const source = writeFiles(join(folder, "export"), SMALL);
  await importExport({ target: HMSYNC, source, database, report: join(folder, "report") });
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const clocks = () => process.getActiveResourcesInfo().filter((one) => one === "Timeout").length;
  const before = clocks();
  const serving = serveReview({ target: HMSYNC, database, port, who: "tester", typed: String });
  await expect(serving).rejects.toThrow(SystemError);
  await expect(serving).rejects.toThrow(String(port));
  expect(clocks()).toBeLessThanOrEqual(before);
});
