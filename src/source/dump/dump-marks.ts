import type { SourceError } from "../../plain/errors.ts";
import type { DumpWindow } from "./dump-window.ts";

const BEGINS = /^-- (?:PostgreSQL database (?:cluster )?dump\s*$|(?:MySQL|MariaDB) dump )/;
/** With rows behind it on its line, it is no mark but damage. */
const ENDS =
  /^-- (?:PostgreSQL database (?:cluster )?dump complete|Dump completed(?: on [\d: -]+)?)\s*$/;
const AGAIN = "Make the dump again, and watch the messages of its program.";

/** What the programs write so that a dump that was cut short can be told: a mark at its end. */
export class DumpMarks {
  readonly #window: DumpWindow;
  #begun = 0;
  #ended = 0;
  #inTransaction = false;

  constructor(window: DumpWindow) {
    this.#window = window;
  }

  /** @throws SourceError if the program says that the dump is not whole */
  comment(text: string): void {
    if (BEGINS.test(text)) this.#begun++;
    else if (ENDS.test(text)) this.#ended++;
    else if (/^-- mysqldump: (?:Error|Couldn't)/i.test(text)) throw this.#broken();
  }

  /** What a program said meanwhile. @throws SourceError if it could not go on */
  line(text: string): void {
    if (
      /^(?:mysqldump|mariadb-dump|mysql|pg_dump(?:all)?)(?:\.exe)?: (?!\[?warning|warning)/i.test(
        text,
      )
    )
      throw this.#broken();
  }

  /** @throws SourceError if the program gave up */
  statement(word: string, text: string): void {
    if (word === "BEGIN") this.#inTransaction = true;
    if (word === "COMMIT" || word === "END") this.#inTransaction = false;
    // sqlite3 ends so what it could not read to the end: "ROLLBACK; -- due to errors".
    if (word === "ROLLBACK" && !/\bTO\b/i.test(text)) throw this.#broken();
  }

  /** @throws SourceError if the end is missing */
  end(): void {
    if (this.#begun <= this.#ended && !this.#inTransaction) return;
    const line = this.#window.lineOf(this.#window.text.length);
    throw this.#window.refuse(
      `the dump is cut short: it ends at line ${line} without the mark that its program writes last`,
      "Make or copy the dump again, and compare the sizes.",
    );
  }

  #broken(): SourceError {
    return this.#window.refuse("the program that made the dump says that it is incomplete", AGAIN);
  }
}
