import { existsSync } from "node:fs";
import {
  FAILPOINTS,
  type Fail,
  FILE_FAILPOINTS,
  PERSON_FAILPOINTS,
  PUBLISH_FAILPOINTS,
} from "../plain/failpoint.ts";

/** Only the build that the tests make has this file beside it; the package has not. */
const TEST_BUILD = new URL("../../.test-build", import.meta.url);

/**
 * Small exports take the way of large ones, threads and all: `HMSYNC_AS_LARGE=1`. Nothing outside of
 * the tests can ask for it.
 */
export function treatsAsLarge(): boolean {
  return process.env["HMSYNC_AS_LARGE"] !== undefined && existsSync(TEST_BUILD);
}

/**
 * Makes the process die, as by a power cut, when it comes to a failpoint for the n-th time:
 * `HMSYNC_FAILPOINT=before-commit:2`; or stop and wait, `before-commit:2:SIGSTOP`, so that something
 * can go wrong around it. Nothing outside of the tests can ask for it.
 */
export function failpoint(): Fail | undefined {
  const asked = process.env["HMSYNC_FAILPOINT"];
  if (asked === undefined || !existsSync(TEST_BUILD)) return undefined;
  const [name, times = "1", does] = asked.split(":");
  const signal = does === "SIGSTOP" ? does : "SIGKILL";
  const wanted = [
    ...FAILPOINTS,
    ...FILE_FAILPOINTS,
    ...PERSON_FAILPOINTS,
    ...PUBLISH_FAILPOINTS,
  ].find((one) => one === name);
  let left = Number(times);
  return (at) => {
    if (at === wanted && --left === 0) process.kill(process.pid, signal);
  };
}
