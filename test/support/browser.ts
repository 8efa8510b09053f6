import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where a browser is, where this machine has one of its own. */
const INSTALLED = [
  ...["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"],
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Without these, a browser asks the net for this and that as it starts. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** What the shipped one is started with elsewhere would switch off the rules that are tested here, and end it with its first page. */
const AS_ROOT = ["--no-sandbox", "--disable-gpu", "--disable-quic"];

/** Starts a browser; undefined where there is none. In CI a missing one is a failure. */
export async function startBrowser(): Promise<Browser | undefined> {
  if (process.platform === "linux") {
    const executablePath = await unpacked();
    return chromium.launch({ executablePath, args: [...AS_ROOT, ...QUIET] });
  }
  const executablePath = INSTALLED.find((path) => existsSync(path));
  if (executablePath !== undefined) return chromium.launch({ executablePath, args: QUIET });
  if (process.env["CI"] !== undefined) throw new TypeError("CI has no browser.");
  return undefined;
}

/** The shipped browser, unpacked on the disk and left there: 200 MB are too many for memory, where tests have the rest. */
async function unpacked(): Promise<string> {
  const TMPDIR = process.env["TMPDIR"];
  try {
    if (TMPDIR === "/dev/shm") delete process.env["TMPDIR"];
    const { default: shipped } = await import("@sparticuz/chromium");
    return await shipped.executablePath();
  } finally {
    if (TMPDIR !== undefined) process.env["TMPDIR"] = TMPDIR;
  }
}
