import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { AssessmentDocument } from "../../src/assess/show/document.ts";
import { assessPage } from "../../src/report/assess-page.ts";
import { assess, numbered, shown } from "../support/assess.ts";

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
  for (const name of ["script", "img", "b>", "iframe", undefined])
    expect(names).not.toContain(name);
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

test("the page forbids scripts and network, and its own style is what the policy allows", () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "";
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(policy.split("; ")).toEqual([
    ...[
      "default-src 'none'",
      `style-src 'sha256-${hash}'`,
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
