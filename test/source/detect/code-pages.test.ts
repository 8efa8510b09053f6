import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { detectEncoding } from "../../../src/source/detect/detect-encoding.ts";
import { understandText } from "../../../src/source/detect/understand.ts";
import { namesInPage } from "../../support/code-page-files.ts";
import { NAMES } from "../../support/names.ts";
import { fileOf } from "../../support/read.ts";

const detect = (bytes: Buffer) => detectEncoding(bytes, { whole: true });

function outcome(text: string, page: string): "asked" | "right" | "refused" | "wrong" {
  const bytes = iconv.encode(text, page);
  const { value, open } = detect(bytes);
  if (open !== undefined) return "asked";
  if (value === "utf-8") return "refused";
  const same = iconv.decode(bytes, value) === iconv.decode(bytes, page);
  return same ? "right" : "wrong";
}

describe("names of a language in a code page are read as they are, or asked about", () => {
  test.each(
    NAMES.flatMap(({ language, pages, names }) => pages.map((page) => ({ language, page, names }))),
  )("$language, $page", ({ names, page }) => {
    const found = [2, 30].flatMap((count) =>
      [false, true].map((shouted) =>
        outcome(namesInPage(names, { count, seed: count, shouted, page }), page),
      ),
    );
    expect(found).not.toContain("wrong");
  });

  test("few of them are asked about where a file has more than a few", () => {
    const usual = NAMES.filter(({ pages }) => pages[0]?.startsWith("windows"));
    const found = usual.flatMap(({ names, pages: [page = ""] }) =>
      [1, 2, 3].map((seed) =>
        outcome(namesInPage(names, { count: 30, seed, shouted: false, page }), page),
      ),
    );
    expect(found.filter((one) => one === "asked").length).toBeLessThan(found.length / 10);
  });
});

describe("one name that two code pages read differently", () => {
  const words = (bytes: Buffer) => detect(bytes).open?.words;

  test("is asked about, with both ways to read it", () => {
    expect(words(Buffer.from("1,Gu\xf0ni\n", "latin1"))).toEqual([["Guðni", "Guğni"]]);
  });

  test("is decided by the others", () => {
    expect(words(iconv.encode("1,Guðni\n2,Þóra\n3,Sigríður\n", "windows-1252"))).toBeUndefined();
    expect(words(iconv.encode("1,Tuğrul\n2,Yılmaz\n3,Ayşe\n", "windows-1254"))).toBeUndefined();
  });
});

test("words of another page in a file of one are asked about", () => {
  const most = iconv.encode("1,José Núñez\n2,María Peña\n3,Ramón Ibáñez\n", "windows-1252");
  const some = iconv.encode("4,Begoña Güell\n", "cp850");
  const { value, open } = detect(Buffer.concat([most, some]));
  expect(value).toBe("windows-1252");
  expect(open).toMatchObject({ mixed: true });
});

test("names far behind the start of a file are weighed, too", async () => {
  const plain = Array.from({ length: 20_000 }, (_, at) => `${at},Anna Berg,1980-01-02\n`).join("");
  const late = "20001,Łukasz Wiśniewski,1980-01-02\n20002,Małgorzata Dąbrowska,1980-01-02\n";
  const text = `id,name,born\n${plain}${late}`;
  for (const encoding of ["windows-1250", "utf-8"]) {
    const { dialect } = await understandText(fileOf(iconv.encode(text, encoding)), {});
    expect(dialect.encoding).toBe(encoding);
  }
});
