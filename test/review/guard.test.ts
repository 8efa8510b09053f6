import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { importExport } from "../../src/jobs/import.ts";
import { cookieName } from "../../src/review/guard.ts";
import { HERE, openReview } from "../support/review.ts";
import { SMALL } from "../support/small-exports.ts";
import { writeFiles } from "../support/workspace.ts";

const cwd = mkdtempSync(join(tmpdir(), "hmsync-review-"));
const database = join(cwd, "hmsync.db");
beforeAll(async () => {
  const source = writeFiles(join(cwd, "export"), SMALL);
  await importExport({ target: HMSYNC, source, database, report: join(cwd, "report") });
});
afterAll(() => rmSync(cwd, { recursive: true }));

const opened = () => openReview(database);

const FORM = "application/x-www-form-urlencoded";

test("every answer keeps scripts, frames and caches of others out", async () => {
  const { get, send } = await opened();
  for (const answer of [await get("/"), await get("/nothing"), await send("/", {})]) {
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("x-frame-options")).toBe("DENY");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  }
});

test("a foreign name for this machine is refused, with and without the cookie", async () => {
  const { send, cookie } = await opened();
  for (const host of [
    "evil.example",
    "evil.example:4711",
    "localhost:4711",
    "127.0.0.1",
    "127.0.0.1:4712",
  ]) {
    expect((await send("/", { headers: { host, cookie } })).status).toBe(421);
    expect((await send("/enter", { method: "POST", headers: { host } })).status).toBe(421);
  }
});

test("a form of another site is refused even with cookie and token", async () => {
  const { send, cookie, csrf } = await opened();
  const sent = (headers: Record<string, string>) =>
    send("/session/reveal", {
      method: "POST",
      headers: { cookie, "content-type": FORM, ...headers },
      body: `csrf=${csrf}&show=yes`,
    });
  expect((await sent({ origin: "http://evil.example" })).status).toBe(403);
  expect((await sent({ origin: "null" })).status).toBe(403);
  expect((await sent({ "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await sent({ "sec-fetch-site": "same-site" })).status).toBe(403);
  expect((await sent({ origin: `http://${HERE}`, "sec-fetch-site": "same-origin" })).status).toBe(
    303,
  );
});

test("a form needs the token of its own session", async () => {
  const { post, send, cookie, sessions } = await opened();
  const other = sessions.enter(sessions.makeLink()) ?? "";
  const foreign = sessions.find(other)?.csrf ?? "";
  const sent = (body: string, type = FORM) =>
    send("/session/who", { method: "POST", headers: { cookie, "content-type": type }, body });
  expect((await sent("who=x")).status).toBe(403);
  expect((await sent(`csrf=${foreign}&who=x`)).status).toBe(403);
  expect((await sent('{"csrf":"x"}', "text/plain")).status).toBe(415);
  expect((await sent(`csrf=x&who=${"x".repeat(5 << 20)}`)).status).toBe(413);
  expect((await post("/session/who", { who: "Ward 3" })).status).toBe(303);
});

test("what nobody said the size of is not read without end, with or without a session", async () => {
  const { send, cookie } = await opened();
  for (const [path, headers] of [
    ["/enter", {}],
    ["/session/who", { cookie }],
  ] as const) {
    let sent = 0;
    const body = new ReadableStream({
      pull: (to) => {
        sent++;
        to.enqueue(new Uint8Array(1 << 20).fill(120));
        if (sent > 64) to.close();
      },
    });
    const form = Object.assign({ "content-type": FORM }, headers);
    const asked = { method: "POST", headers: form, body, duplex: "half" as const };
    expect((await send(path, asked)).status).toBe(413);
    expect(sent).toBeLessThan(8);
  }
});

test("a link lets in one browser, once, and only the newest link does", async () => {
  const { sessions, send } = await opened();
  const [first, second] = [sessions.makeLink(), sessions.makeLink()];
  const enter = (token: string) =>
    send("/enter", { method: "POST", headers: { "content-type": FORM }, body: `token=${token}` });
  expect((await enter(first)).status).toBe(401);
  const entered = await enter(second);
  expect(entered.status).toBe(303);
  const set = entered.headers.get("set-cookie") ?? "";
  expect(set).toMatch(/HttpOnly/);
  expect(set).toMatch(/SameSite=Strict/);
  expect(set).not.toMatch(/Domain|Expires|Max-Age/);
  const stolen = await enter(second);
  expect([stolen.status, stolen.headers.get("set-cookie")]).toEqual([401, null]);
});

test("without a session, or with a forged one, there is nothing but the door", async () => {
  const { send, get, cookie } = await opened();
  for (const forged of [
    "",
    `${cookieName(4711)}=x`,
    cookie.slice(0, -1),
    cookie.replace("4711", "4712"),
  ]) {
    for (const path of ["/", "/runs", "/records", "/events", "/session/who"]) {
      const answer = await send(path, { headers: { cookie: forged } });
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain("generic-csv");
    }
    const posted = await send("/session/who", { method: "POST", headers: { cookie: forged } });
    expect(posted.status).toBe(401);
  }
  expect((await get("/runs")).text).toContain("generic-csv");
});

test("a browser that another site sent gets as far as the door", async () => {
  const { send, cookie } = await opened();
  const headers = { cookie, "sec-fetch-site": "cross-site" };
  expect((await send("/", { headers })).status).toBe(401);
  expect((await send("/runs", { headers })).status).toBe(403);
});

test("paths lead to nothing but pages and our own assets", async () => {
  const { get, send, cookie } = await opened();
  for (const path of [
    "/assets/../../../package.json",
    "/assets/..%2f..%2f..%2fpackage.json",
    "/assets/constructor",
    "/assets/__proto__",
    "/assets/%00",
    "//evil.example/",
  ]) {
    expect((await get(path)).status).toBe(404);
  }
  for (const method of ["PUT", "DELETE", "OPTIONS", "PATCH"]) {
    expect((await send("/", { method, headers: { cookie } })).status).toBe(405);
  }
});

test("one goes back to a screen, never to an address that a form names", async () => {
  const { post } = await opened();
  const back = async (to: string) =>
    (await post("/session/reveal", { show: "yes", back: to })).headers.get("location");
  expect(await back("/runs")).toBe("/runs");
  const narrowed = "/records?entity=visits&code=visits.doctor.unknown&file=3";
  expect(await back(narrowed)).toBe(narrowed);
  expect(await back("/standing/patients/in")).toBe("/standing/patients/in");
  expect(await back("/records?entity=visits#//evil.example")).toBe("/");
  expect(await back("/records/..//evil.example")).toBe("/");
  expect(await back("http://evil.example")).toBe("/");
  expect(await back("//evil.example")).toBe("/");
});

test("who shows values is noted by place", async () => {
  const { post, notes } = await opened();
  await post("/session/who", { who: "Dr.\u0007 <b>\u2028Rao</b>" });
  await post("/session/reveal", { show: "yes", back: "/records" });
  await post("/session/reveal", { show: "no", back: "/records" });
  expect(notes).toEqual(["Dr. <b>Rao</b> shows values, from /records"]);
});
