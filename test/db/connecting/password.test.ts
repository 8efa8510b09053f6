import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseLocation } from "../../../src/db/connecting/location.ts";
import {
  findPassword,
  openWithPassword,
  PasswordNeeded,
  passwordNeeded,
} from "../../../src/db/connecting/password.ts";
import { workspace } from "../../support/workspace.ts";

type Env = Readonly<Record<string, string>>;

function located(source: string) {
  const location = parseLocation(source);
  if (location === undefined) throw new Error(`${source} is no location`);
  return location;
}

/** What is found, and what is said about it. */
async function found(source: string, env: Env = {}, home = workspace()) {
  const said: string[] = [];
  const warn = (line: string) => void said.push(line);
  const password = await findPassword(located(source), { env, home, warn });
  return { password, said };
}

function homeWith(pgpass: string, mode = 0o600): string {
  const home = workspace();
  writeFileSync(join(home, ".pgpass"), pgpass, { mode });
  chmodSync(join(home, ".pgpass"), mode);
  return home;
}

test("the URL's password counts first, and that it can be seen is said", async () => {
  const { password, said } = await found("mysql://ann:of-url@db/hms", { MYSQL_PWD: "of-env" });
  expect(password).toBe("of-url");
  expect(said).toHaveLength(1);
  expect(said.join()).not.toContain("of-url");
});

test.each([
  ["mysql://ann@db/hms", { MYSQL_PWD: "my", PGPASSWORD: "pg" }, "my"],
  ["postgres://ann@db/hms", { MYSQL_PWD: "my", PGPASSWORD: "pg" }, "pg"],
  ["mysql://ann@db/hms", { PGPASSWORD: "pg" }, undefined],
  ["postgres://ann@db/hms", { PGPASSWORD: "" }, undefined],
  ["mysql://ann:@db/hms", { MYSQL_PWD: "my" }, "my"],
])("%s with %j has the password %s", async (source, env, password) => {
  expect(await found(source, env as Env)).toEqual({ password, said: [] });
});

test.each([
  ["db:5432:hms:ann:right", "right"],
  ["*:*:*:*:right", "right"],
  ["# db:5432:hms:ann:wrong\n\ndb:5432:hms:bob:wrong\ndb:*:*:ann:right\n*:*:*:*:late", "right"],
  ["db:5432:hms:ann:a\\:b\\\\c\\d", "a:b\\cd"],
  ["db:5432:hms:ann:right:rest", "right"],
  ["d\\b:5432:hms:ann:right\r\n", "right"],
  ["db:5432:hms:ann:end\\:", "end:"],
  ["\\*:5432:hms:ann:wrong", undefined],
  ["db:5432:hms:ann", undefined],
  ["db:5432:hms:an:wrong", undefined],
  ["db:5432:hms:ann:", undefined],
])("a password file with %j gives %j", async (text, password) => {
  expect(await found("postgres://ann@db/hms", {}, homeWith(text))).toEqual({ password, said: [] });
});

test.each([
  ["postgres://ann@/hms?host=/tmp", "localhost:*:*:*:right"],
  ["postgres://ann@/hms?host=/srv/pg", "/srv/pg:*:*:*:right"],
  ["postgres://ann@[::1]/hms", "\\:\\:1:*:*:*:right"],
])("%s is found under %s", async (source, text) => {
  expect((await found(source, {}, homeWith(text))).password).toBe("right");
});

test("PGPASSFILE names another file", async () => {
  const path = join(homeWith("*:*:*:*:right"), ".pgpass");
  expect((await found("postgres://ann@db/hms", { PGPASSFILE: path })).password).toBe("right");
});

test.each([0o640, 0o604, 0o660])(
  "a password file of mode %o is left alone, and said",
  async (mode) => {
    const home = homeWith("*:*:*:*:zyxSecret", mode);
    const { password, said } = await found("postgres://ann@db/hms", {}, home);
    expect(password).toBeUndefined();
    expect(said).toHaveLength(1);
    expect(said.join()).not.toContain("zyxSecret");
  },
);

test("a folder in place of the password file is said", async () => {
  const home = workspace();
  mkdirSync(join(home, ".pgpass"), { mode: 0o700 });
  const { password, said } = await found("postgres://ann@db/hms", {}, home);
  expect([password, said.length]).toEqual([undefined, 1]);
});

/** A server that wants a password, and the passwords that it was tried with. */
async function opened(right: string, ask?: () => Promise<string | undefined>, env: Env = {}) {
  const location = located("postgres://ann@db/hms");
  const tried: (string | undefined)[] = [];
  const means = { env, home: workspace(), ask, warn: () => {} };
  const outcome = await openWithPassword(location, means, async (password) => {
    tried.push(password);
    if (password !== right) throw passwordNeeded(location);
    return "open" as const;
  }).catch((error: unknown) => error);
  return { outcome, tried };
}

test("a person is asked only once the server asks", async () => {
  const asked = await opened("typed", async () => "typed");
  expect(asked).toEqual({ outcome: "open", tried: [undefined, "typed"] });
  const known = await opened("pg", async () => "typed", { PGPASSWORD: "pg" });
  expect(known).toEqual({ outcome: "open", tried: ["pg"] });
});

test.each([
  ["nobody is there", undefined],
  ["the question is left", async () => undefined],
])("where %s, a decision is needed", async (_, ask) => {
  const { outcome, tried } = await opened("right", ask);
  expect(outcome).toBeInstanceOf(PasswordNeeded);
  expect(outcome).toMatchObject({ exitCode: 4, cure: expect.stringContaining("PGPASSWORD") });
  expect(tried).toEqual([undefined]);
});
