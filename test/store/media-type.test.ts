import { expect, test } from "vitest";
import { canBe, mediaTypeNamed, mediaTypeOfName } from "../../shared/media-types.ts";
import { mediaTypeOf } from "../../src/store/media-type.ts";

test.each([
  ["%PDF-1.7", "application/pdf"],
  ["\r\n%PDF-1.4", "application/pdf"],
  ["\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"],
  ["\x89PNG\r\n\x1a\n", "image/png"],
  ["II*\0", "image/tiff"],
  [`${"\0".repeat(128)}DICM`, "application/dicom"],
  ["PK\x03\x04", "application/zip"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"],
  ["<!DOCTYPE html><p>", "text/html"],
  ['<?xml version="1.0"?>', "application/xml"],
  ["Dear colleague,\r\n", "text/plain"],
  ["\0\x01\x02", null],
])("bytes that begin with %j are %s", (bytes, type) => {
  expect(mediaTypeOf(Buffer.from(bytes, "latin1"))).toBe(type);
});

test.each([
  ["image/jpeg; q=1", "image/jpeg"],
  ["image/jpg", "image/jpeg"],
  [".PDF", "application/pdf"],
  ["TIF", "image/tiff"],
  ["Scan", undefined],
  ["X-ray", undefined],
])("%s means %s", (word, type) => {
  expect(mediaTypeNamed(word)).toBe(type);
});

test("a name says it by its ending, and formats within others can be what they are within", () => {
  expect(mediaTypeOfName("letters/2019.03/first.DOCX")).toContain("wordprocessingml");
  expect(mediaTypeOfName("letters/2019.03")).toBeUndefined();
  expect(canBe("application/zip", mediaTypeNamed("docx") ?? "")).toBe(true);
  expect(canBe("text/plain", "text/csv")).toBe(true);
  expect(canBe("application/pdf", "image/jpeg")).toBe(false);
});
