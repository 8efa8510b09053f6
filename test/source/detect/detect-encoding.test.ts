import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { repairDecodedTwice } from "../../../src/source/detect/decoded-twice.ts";
import { detectEncoding } from "../../../src/source/detect/detect-encoding.ts";

const WORDS = {
  spanish: "1,José López\n2,María Muñoz\n3,Ángel Peñalver\n",
  french: "1,Hélène Lefèvre\n2,François Côté\n",
  german: "1,Jürgen Müller\n2,Björn Groß\n3,Käthe Schäfer\n",
  portuguese: "1,João Conceição\n2,Antônio Simões\n",
  polish: "1,Łukasz Wiśniewski\n2,Małgorzata Dąbrowska\n3,Józef Wójcik\n",
  czech: "1,Jiří Dvořák\n2,Růžena Nováková\n3,Tomáš Černý\n",
  russian: "1,Иванов Иван\n2,Петрова Анна\n",
  turkish: "1,Ayşe Yılmaz\n2,Mehmet Şahin\n3,Gülşah Öztürk\n",
  arabic: "1,محمد أحمد\n2,فاطمة الزهراء\n",
  greek: "1,Γιώργος Παπαδόπουλος\n2,Μαρία\n",
  hebrew: "1,משה כהן\n2,שרה לוי\n",
  taiwanese: "編號,姓名,城市\n1,陳怡君,臺北\n2,林志明,高雄\n3,黃淑芬,臺中\n",
  chinese: "编号,姓名\n1,张伟\n2,王芳\n3,李娜\n",
} as const;

const detect = (bytes: Buffer) => detectEncoding(bytes, { whole: true });

describe("a code page is known by the words that it makes", () => {
  test.each([
    ...(["spanish", "french", "german", "portuguese"] as const).flatMap((language) => [
      ["windows-1252", language] as const,
      ["macintosh", language] as const,
    ]),
    ["windows-1250", "polish"],
    ["windows-1250", "czech"],
    ["iso-8859-2", "polish"],
    ["windows-1251", "russian"],
    ["koi8-r", "russian"],
    ["iso-8859-5", "russian"],
    ["cp850", "spanish"],
    ["windows-1253", "greek"],
    ["windows-1254", "turkish"],
    ["windows-1255", "hebrew"],
    ["windows-1256", "arabic"],
    ["gb18030", "chinese"],
    ["big5", "taiwanese"],
  ] as const)("%s, %s", (encoding, language) => {
    const found = detect(iconv.encode(WORDS[language], encoding));
    expect(found.value).toBe(encoding);
    expect(found.confidence).toBeGreaterThan(0.4);
    expect(found.confidence).toBeLessThan(1);
  });
});

test.each([
  ["gb18030", "挂号单号,病历号,挂号时间,诊断,状态\n1,7,2024,感冒,已就诊\n2,8,2024,高血压,已退号\n"],
  ["gb18030", "科室代码,科室名称\n1,内科\n2,外科\n"],
  ["euc-kr", "접수번호,진료과,상태\n1,내과,완료\n2,외과,취소\n"],
  ["euc-jp", "受付番号,診療科,状態\n1,内科,済\n2,外科,取消\n"],
])("a register in %s that holds no names is not taken for Thai", (encoding, text) => {
  expect(detect(iconv.encode(text, encoding))).toMatchObject({ value: encoding });
});

test.each([
  ["windows-874", "เลขที่,ชื่อ,เพศ,สถานะ\n1,สมชาย,ชาย,เสร็จสิ้น\n2,มานี,หญิง,ยกเลิก\n"],
  ["koi8-r", "Код,Фамилия,Имя\n1,Иванов,Пётр\n2,Сидорова,Анна\n3,Орлова,Вера\n"],
])("letters of one byte in %s are no characters of two", (encoding, text) => {
  const found = detect(iconv.encode(text, encoding));
  expect(found).toMatchObject({ value: encoding });
  expect(found.open).toBeUndefined();
});

describe("what can be proven is certain", () => {
  test.each([
    ["plain ASCII", Buffer.from("id,name\n1,Asha\n"), "utf-8"],
    ["valid UTF-8", Buffer.from(WORDS.spanish), "utf-8"],
    ["a mark of UTF-8", Buffer.from("\uFEFFid"), "utf-8"],
    ["a mark of UTF-16, little end first", Buffer.from([0xff, 0xfe, 0x31, 0]), "utf-16le"],
    ["a mark of UTF-16, big end first", Buffer.from([0xfe, 0xff, 0, 0x31]), "utf-16be"],
    ["nothing", Buffer.alloc(0), "utf-8"],
  ])("%s", (_, bytes, encoding) => {
    expect(detect(bytes)).toMatchObject({ value: encoding, confidence: 1 });
  });
});

test.each(["utf-16le", "utf-16be"])("%s without a mark is known by its NULs", (encoding) => {
  for (const words of [WORDS.spanish, WORDS.russian, WORDS.arabic]) {
    expect(detect(iconv.encode(words, encoding)).value).toBe(encoding);
  }
});

test("UTF-8 with a few broken bytes stays UTF-8, less certain", () => {
  const bytes = Buffer.concat([Buffer.from(WORDS.spanish), Buffer.from("4,Zo\xeb\n", "latin1")]);
  const found = detect(bytes);
  expect(found.value).toBe("utf-8");
  expect(found.confidence).toBeLessThan(0.95);
});

test("a sample that ends inside a character is no less UTF-8", () => {
  const bytes = Buffer.from("name\nJosé");
  expect(detectEncoding(bytes.subarray(0, -1), { whole: false })).toMatchObject({
    value: "utf-8",
    confidence: 1,
  });
});

test("what was decoded twice is repaired, what was not is left", () => {
  for (const words of Object.values(WORDS)) {
    const twice = Buffer.from(words).toString("latin1");
    expect(repairDecodedTwice(twice)).toBe(words);
    expect(repairDecodedTwice(words)).toBe(words);
  }
  expect(repairDecodedTwice("it’s 5 € – “so”")).toBe("it’s 5 € – “so”");
  expect(repairDecodedTwice("itâ€™s 5 â‚¬")).toBe("it’s 5 €");
});
