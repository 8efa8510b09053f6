import { describe, expect, test } from "vitest";
import { observe, settled, times } from "../../support/observe.ts";

describe("the order of day and month", () => {
  test("is proven by days over 12, and the whole column is read", () => {
    const cells = [...times(88, "03/04/2024"), ...times(412, "25/12/2023")];
    const [decision] = observe(cells);
    expect(decision).toMatchObject({
      subject: "dateFormat",
      status: "certain",
      undecided: 88,
      unread: 0,
      options: { format: "DD/MM/YYYY" },
      readings: [
        { reading: "DD/MM/YYYY", proves: 412, fits: 500 },
        { reading: "MM/DD/YYYY", proves: 0, fits: 88 },
      ],
    });
    expect(decision?.evidence).toBe("412 prove DD/MM/YYYY, 0 prove MM/DD/YYYY, 88 undecided");
  });

  test("stays open without a proof, with proofs of both, and with one that may be a slip", () => {
    expect(settled(observe(["03/04/2024"])[0])).toEqual(["0 DD/MM/YYYY", "0 MM/DD/YYYY"]);
    const both = ["25/12/2023", "25/12/2023", "12/25/2023", "03/04/2024"];
    expect(settled(observe(both)[0])).toEqual(["2 DD/MM/YYYY", "1 MM/DD/YYYY"]);
    const slip = [...times(400, "03/04/2024"), "25/12/2023"];
    expect(settled(observe(slip)[0])).toEqual(["1 DD/MM/YYYY", "0 MM/DD/YYYY"]);
  });

  test("is proven by the future, for days that cannot lie there", () => {
    const cells = times(5, "02/12/2025").concat(times(5, "03/01/2026"));
    const later = cells.concat(times(5, "01/02/2026"));
    expect(settled(observe(later)[0])).toEqual(["0 DD/MM/YYYY", "0 MM/DD/YYYY"]);
    expect(settled(observe(cells, "past")[0])).toEqual({ format: "DD/MM/YYYY" });
    expect(settled(observe(cells, "date")[0])).toEqual(["0 DD/MM/YYYY", "0 MM/DD/YYYY"]);
  });

  test("is year, month, day where the year stands first, unless no day comes of it", () => {
    expect(settled(observe(["2024-03-04"])[0])).toEqual({ format: "YYYY-MM-DD" });
    expect(settled(observe(["2024-25-04"])[0])).toEqual({ format: "YYYY-DD-MM" });
  });
});

describe("several formats in one column", () => {
  test("are told apart where the marks differ", () => {
    const cells = ["2024-01-15", "25/03/2024", "04/03/2024", "5 Mar 2024"];
    expect(settled(observe(cells)[0])).toEqual({
      format: ["YYYY-MM-DD", "DD/MM/YYYY", "D MMM YYYY"],
    });
  });

  test("one of which is open leave the column open", () => {
    expect(observe(["2024-01-15", "04/03/2024"])[0]?.status).toBe("undecided");
  });

  test("are suspected where a spreadsheet has turned what it could read", () => {
    const left = ["20/07/2016", "21/07/2016", "23/07/2016", "30/08/2016", "31/08/2016"];
    const turned = ["2016-01-07", "2016-02-07", "2016-12-08", "2016-05-08", "2016-06-09"];
    expect(observe([...left, ...turned])[0]?.status).toBe("undecided");
    expect(observe([...left, ...turned, "2016-08-20"])[0]?.status).toBe("certain");
  });

  test.each([
    ["one cell of many", [...times(60, "25/07/2016"), "2016-01-07"]],
    ["nearly all cells", ["25/07/2016", ...times(60, "2016-01-07")]],
    ["of another country", ["07/25/2016", "2016-01-07"]],
    ["with years of two digits", ["25/07/16", "31/07/16", "2016-01-07"]],
    ["with a time", ["25/07/2016 10:30", "2016-01-07 09:15:00"]],
    ["to numbers of days", ["25/07/2016", "42554", "42409"]],
    ["to names of months", ["25/07/2016", "7-Jan-16", "7-Feb-16"]],
    [
      "but for some that were typed since",
      [...times(60, "25/07/2016"), ...times(60, "2016-01-07"), "2016-07-25", "03/07/2016"],
    ],
  ])("are suspected where a spreadsheet has turned %s", (_, cells) => {
    expect(observe(cells, "past")[0]).toMatchObject({ status: "undecided", options: {} });
  });

  test("are not suspected in a column of ISO days with some in another layout", () => {
    const days = Array.from(
      { length: 28 },
      (_, at) => `2016-07-${String(at + 1).padStart(2, "0")}`,
    );
    expect(observe([...days, "25/07/2016"])[0]?.status).toBe("certain");
    const text = days.map((day) => day.split("-").reverse().join("/"));
    expect(observe([...text, "2016-01-07"])[0]?.status).toBe("certain");
  });

  test("are open where the year stands first, and days of two orders come", () => {
    const iso = ["2024-03-25", "2024-03-04", ...times(9, "2024-03-31")];
    const turned = times(6, "2024-25-03");
    expect(settled(observe([...iso, ...turned])[0])).toEqual(["10 YYYY-MM-DD", "6 YYYY-DD-MM"]);
    expect(settled(observe([...turned, "2024-03-04"])[0])).toEqual({ format: "YYYY-DD-MM" });
    expect(settled(observe([...iso, "2024-25-03"])[0])).toEqual({ format: "YYYY-MM-DD" });
  });
});

describe("years of two digits", () => {
  const pivot = (cells: string[], role: "birth" | "past" | "date") =>
    observe(cells, role).map(settled);

  test("are of the last century where this one's lie in the future", () => {
    const cells = ["25/12/58", "13/05/71"];
    expect(pivot(cells, "birth")).toEqual([{ format: "DD/MM/YY" }, { pivot: 26 }]);
  });

  test("of births are open where they may be of either", () => {
    const cells = ["25/12/58", "13/05/12"];
    expect(pivot(cells, "birth")).toEqual([{ format: "DD/MM/YY" }, ["1 19YY", "0 20YY"]]);
  });

  test("of records are of the time of computers", () => {
    const cells = ["25/12/58", "13/05/12"];
    expect(pivot(cells, "past")).toEqual([{ format: "DD/MM/YY" }, { pivot: 26 }]);
    expect(pivot(["25/12/27", "30/06/99"], "date")[1]).toEqual({ pivot: 49 });
    expect(pivot(["25/12/27", "30/06/99"], "past")[1]).toEqual(["1 19YY", "0 20YY"]);
  });

  test("are told from days by their being few and late", () => {
    const days = Array.from({ length: 28 }, (_, at) => `${String(at + 1).padStart(2, "0")}/03/25`);
    expect(settled(observe(days, "past")[0])).toEqual({ format: "DD/MM/YY" });
    const turned = days.map((day) => day.split("/").reverse().join("/"));
    expect(settled(observe(turned, "past")[0])).toEqual({ format: "YY/MM/DD" });
  });
});

describe("numbers", () => {
  test("are Excel's days only in a column that holds days", () => {
    expect(observe(["45000", "38000"])).toEqual([]);
    expect(settled(observe(["45000", "38000"], "past")[0])).toEqual([
      "0 ExcelSerial",
      "0 ExcelSerial1904",
    ]);
  });

  test("are of the system of 1900 where that of 1904 leads into the future", () => {
    const cells = ["38000", ...times(5, "45900")];
    expect(settled(observe(cells, "birth")[0])).toEqual({ format: "ExcelSerial" });
  });

  test("are days written together where nearly all can be", () => {
    expect(settled(observe(["20240325", "19701231"])[0])).toEqual({ format: "YYYYMMDD" });
    expect(observe(["20240325", "99999999", "12345678"])).toEqual([]);
  });
});

test.each([
  ["März", "de", "D MMM YYYY"],
  ["févr.", "fr", "D MMM YYYY"],
  ["мая", "ru", "D MMM YYYY"],
  ["Ağustos", "tr", "D MMM YYYY"],
])("a month called %s is one in %s", (name, language, format) => {
  expect(settled(observe([`5 ${name} 2024`])[0])).toEqual({ format, language });
});

test("a month that languages disagree about is open, unless another name settles it", () => {
  expect(observe(["5 listopada 2024"])[0]?.status).toBe("undecided");
  expect(settled(observe(["5 listopada 2024", "5 maja 2024"])[0])).toMatchObject({
    language: "pl",
  });
});

test("cells that are no days are counted, and do not decide", () => {
  const cells = ["25/12/2023", "unknown to us", "45/45/2024"];
  expect(observe(cells, "past")[0]).toMatchObject({ status: "certain", unread: 2 });
  expect(observe(["Fracture", "Flu, 12 days"])).toEqual([]);
  expect(observe(["abc"], "past")[0]).toMatchObject({ status: "undecided", readings: [] });
});

describe("years of another calendar", () => {
  const asked = (cells: string[], role: "birth" | "date" = "birth") => {
    const [decision] = observe(cells, role);
    return [decision?.subject, decision?.status, decision?.ways];
  };

  test("are named, with the format that they are written in", () => {
    expect(asked(["13/01/2500", "25/12/2540"])).toEqual([
      ...["calendar", "undecided", [{ format: "DD/MM/YYYY", calendar: "buddhist" }]],
    ]);
    expect(asked(["113/05/01", "112/12/25"], "date")).toEqual([
      ...["calendar", "undecided", [{ format: "Y/MM/DD", calendar: "roc" }]],
    ]);
    expect(asked(["14010203", "13991229"], "date")[2]).toContainEqual({
      format: "YYYYMMDD",
      calendar: "persian",
    });
  });

  test("of two that come into question are told apart by their months and by the future", () => {
    const calendars = (cells: string[]) =>
      observe(cells, "birth")[0]?.ways?.map(({ calendar }) => calendar);
    expect(calendars(["1340/01/13"])).toEqual(["persian", "islamic-umalqura"]);
    expect(calendars(["1340/01/31"])).toEqual(["persian"]);
    expect(calendars(["1446/01/29"])).toEqual(["islamic-umalqura"]);
    expect(calendars(["۱۳۴۰/۰۱/۳۱"])).toEqual(["persian"]);
  });

  test("are told by the names of months, and in words of Thailand with their language", () => {
    expect(asked(["5 ม.ค. 2567", "25 ธ.ค. 2530"])[2]).toEqual([
      { format: "D MMM YYYY", calendar: "buddhist", language: "th" },
    ]);
    expect(asked(["۵ فروردین ۱۴۰۳"])[2]).toEqual([{ format: "D MMM YYYY", calendar: "persian" }]);
    expect(asked(["5 መስከረም 2016"])[2]).toEqual([{ format: "D MMM YYYY", calendar: "ethiopic" }]);
    expect(observe(["5 ม.ค. 67"], "birth")[0]).toMatchObject({ status: "undecided", unread: 1 });
  });

  test("are slips of the pen where they are few", () => {
    const cells = [...times(40, "25/12/1980"), "25/12/2540"];
    expect(settled(observe(cells, "birth")[0])).toEqual({ format: "DD/MM/YYYY" });
  });
});

describe("years of an era", () => {
  test("are certain where words name it, or several letters do", () => {
    const words = observe(["昭和55年1月2日", "令和3年12月31日 "], "birth")[0];
    expect(settled(words)).toEqual({ format: "GY年M月D日" });
    const all = observe(["昭和五十五年四月一日", "S55.4.1", "1980-04-01"], "birth")[0];
    expect(settled(all)).toEqual({ format: ["GY年M月D日", "GY.M.D", "YYYY-MM-DD"] });
    expect(settled(observe(["S55.4.1", "H1.1.8"], "birth")[0])).toEqual({ format: "GY.M.D" });
    expect(settled(observe(["民國110年5月3日", "民前5年5月3日"])[0])).toEqual({
      format: "GY年M月D日",
    });
  });

  test("that one letter names are asked about, and codes of a letter and numbers are none", () => {
    expect(observe(["S55.4.1", "S56.12.31"], "birth")[0]).toMatchObject({
      subject: "dateFormat",
      status: "undecided",
      readings: [{ reading: "GY.M.D", fits: 2 }],
    });
    expect(observe(["S55.4.1", "H1.1.8", "R3-1-2"])).toEqual([]);
  });

  test("end with it", () => {
    const beyond = observe(["昭和64年1月8日", "平成31年4月30日"], "birth")[0];
    expect(beyond).toMatchObject({ status: "certain", unread: 1 });
  });
});
