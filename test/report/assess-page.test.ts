import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { AssessmentDocument } from "../../src/assess/show/document.ts";
import { assessPage } from "../../src/report/assess-page.ts";
import { assess, numbered, shown } from "../support/assess.ts";
import { documentOf, shownColumn, shownFile } from "../support/document.ts";

const EVIL = [
  ...["<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</style><b>", "</title>"],
  ...["<!--", "]]>", "&lt;b&gt;", "`7*7`", "javascript:alert(1)", "' onload='x"],
];
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

let page: string;
let document: AssessmentDocument;

beforeAll(async () => {
  const header = ["id", ...EVIL].map(quoted).join(",");
  const records = numbered(20, (n) => [String(n), ...EVIL].map(quoted).join(","));
  const evil = await assess({
    [`x"><img src=x onerror=alert(1)>'.csv`]: [header, ...records],
    "visits.csv": [
      "visit_id,patient_id,visit_date",
      ...numbered(20, (n) => `${n},${n},2024-01-09`),
    ],
    "patients.csv": ["patient_id,name,phone", ...numbered(19, (n) => `${n},Ann ${n},0201`)],
  });
  document = shown(evil, "revealed");
  page = assessPage(document);
});

/** Every tag of the page, without what stands between them. */
const tags = (): string[] => page.match(/<[^>]*>/g) ?? [];

test("what the export puts into the page is text: no tag, no attribute, no comment is made of it", () => {
  const names = new Set(tags().map((tag) => /^<\/?([a-z0-9!]+)/i.exec(tag)?.[1]?.toLowerCase()));
  for (const name of ["img", "b>", "iframe", undefined]) expect(names).not.toContain(name);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page.match(/<\/script>/g)).toHaveLength(1);
  expect(page).not.toContain("<!--");
  expect(tags().filter((tag) => /\son[a-z]+\s*=/i.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([]);
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  expect(page.match(/<\/title>/g)?.length).toBe(page.match(/<title>/g)?.length);
});

test("headers, values and file names are all there, escaped", () => {
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page).toContain("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;");
  expect(page).toContain("&amp;lt;b&amp;gt;");
});

test("the page forbids network, and its own style and script are what the policy allows", () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "";
  const hashOf = (tag: string) => {
    const text = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? "";
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  };
  expect(policy.split("; ")).toEqual([
    ...[
      "default-src 'none'",
      `style-src ${hashOf("style")}`,
      `script-src ${hashOf("script")}`,
      "base-uri 'none'",
      "form-action 'none'",
    ],
  ]);
  expect(tags().filter((tag) => /\sstyle=/i.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([]);
});

test("nothing is fetched: links lead within the page only", () => {
  const targets = tags().flatMap((tag) => [
    ...tag.matchAll(/\s(?:href|src|xlink:href)="([^"]*)"/g),
  ]);
  expect(targets.length).toBeGreaterThan(0);
  expect(targets.filter(([, target]) => !target?.startsWith("#"))).toEqual([]);
  expect(page).not.toMatch(/url\(|@import/);
});

test("marks that turn the direction of text, and controls, do not reach the page", async () => {
  const turned = await assess({ "a\u202Eb\u0007.csv": ["id,na\u202Eme\u0007", "1,x", "2,y"] });
  const shownPage = assessPage(shown(turned));
  for (const mark of ["\u202E", "\u0007"]) expect(shownPage).not.toContain(mark);
  expect(shownPage).toContain("a·b");
  expect(shownPage).toContain("name");
});

test("a reference that dangles is drawn, and counted beside it", () => {
  expect(document.references).toMatchObject([
    { file: "visits.csv", toFile: "patients.csv", dangling: 1, danglingRecords: 1 },
  ]);
  expect(page).toContain('class="edge dangling"');
});

test("of 300 files those are unfolded that have something wrong, in groups that are folded", () => {
  const files = Array.from({ length: 300 }, (_, n) =>
    shownFile(`f${n}.csv`, {
      entity: n % 2 === 0 ? "patients" : null,
      columns: [shownColumn(`c${n}`)],
    }),
  );
  const wrong = {
    code: "id.empty",
    severity: "error",
    says: "",
    column: null,
    of: 0,
    lines: [],
  } as const;
  const smells = Array.from({ length: 40 }, (_, n) => ({ ...wrong, file: `f${n}.csv`, count: 1 }));
  const many = assessPage(documentOf(files, { smells }));
  const parts = [
    ...many.matchAll(
      /<details class="fold" data-item( open)?><summary><span class="title">(f\d+)/g,
    ),
  ];
  const unfolded = parts.filter(([, open]) => open !== undefined).map(([, , name]) => name);
  expect(unfolded.filter((name) => Number(name?.slice(1)) >= 40)).toEqual([]);
  expect(new Set(unfolded).size).toBe(40);
  expect(
    many.match(
      /<details class="fold"><summary><span class="title">(?:patients|of no known entity)/g,
    ),
  ).toHaveLength(4);
  expect(many).toContain("28 more places");
});
