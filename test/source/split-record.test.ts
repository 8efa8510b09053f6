import { describe, expect, test } from "vitest";
import { splitBroken, splitRecord } from "../../src/source/split-record.ts";

const MARKS = { delimiter: ",", quote: '"', quoteEscape: '"', blanks: "keep" } as const;

describe("the cells of a sound record", () => {
  test.each([
    ['a,"b, c",d', ["a", "b, c", "d"]],
    ['a, "b" ,c', ["a", "b", "c"]],
    [' a ,"say ""so""", ', [" a ", 'say "so"', " "]],
    ['"",""', ["", ""]],
    ["", [""]],
    [",", ["", ""]],
  ])("%j", (text, cells) => expect(splitRecord(text, MARKS)).toEqual(cells));

  test("with an escape of its own and a delimiter of two characters", () => {
    const marks = { delimiter: "||", quote: "'", quoteEscape: "\\", blanks: "trim" } as const;
    expect(splitRecord("'it\\'s'|| b || 'c||d'", marks)).toEqual(["it's", "b", "c||d"]);
  });
});

describe("a broken quote, in a table of three columns", () => {
  test.each([
    ["ends no cell", 'a,"b "c" d",e', ["a", 'b "c" d', "e"]],
    ["was not doubled before a delimiter", 'a,"48"",e', ["a", '48"', "e"]],
    ["opens a cell and is never closed", 'a,"b,c', ["a", '"b', "c"]],
    ["opens a cell that was not meant to be quoted", '"a,b,"c, d"', ['"a', "b", "c, d"]],
    ["stands before a quoted cell", 'a,""b, c",d', ["a", '"b, c', "d"]],
    ["is all there is", 'a,b,"', ["a", "b", '"']],
  ])("%s", (_, text, cells) => expect(splitBroken(text, MARKS, 3)).toEqual(cells));
});
