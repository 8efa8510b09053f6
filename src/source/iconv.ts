import { createRequire } from "node:module";
import type Iconv from "iconv-lite";

const require = createRequire(import.meta.url);
let library: typeof Iconv | undefined;

/** Loaded with the first text that is not UTF-8: most exports are. */
export function iconv(): typeof Iconv {
  library ??= require("iconv-lite") as typeof Iconv;
  return library;
}
