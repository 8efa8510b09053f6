import type { Issue, RelatedPlace } from "../issue.ts";

/** As many different issues as an export has kinds of records; more are written out each time. */
const KEPT = 1_000;

/** An issue: its number in the book, with the place that it speaks of, or written out. */
type EncodedIssue = number | readonly [number: number, related: RelatedPlace] | Issue;
/** The issues of one record; most have one, and speak of no other place. */
export type EncodedIssues = number | readonly EncodedIssue[];

/** Gives issues numbers, and says them as JSON: millions of records share a few. */
export class IssueBook {
  readonly #issues: Issue[] = [];
  readonly #alone: (readonly Issue[])[] = [];
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<Issue, number>();

  encode(issues: readonly Issue[]): EncodedIssues {
    if (issues.length === 1) {
      const issue = issues[0] as Issue;
      const number = issue.related === undefined ? this.#numberOf(issue) : undefined;
      if (number !== undefined) return number;
    }
    return issues.map((issue) => this.#encodeOne(issue));
  }

  #encodeOne(issue: Issue): EncodedIssue {
    const { related } = issue;
    if (related === undefined) return this.#numberOf(issue) ?? issue;
    const number = this.#numberOf(issue);
    return number === undefined ? issue : [number, related];
  }

  /** Of what an issue says besides the place that it speaks of. */
  #numberOf(issue: Issue): number | undefined {
    const known = this.#known.get(issue);
    if (known !== undefined) return known;
    const { code, severity, column, detail } = issue;
    const key = `${code}\0${severity}\0${column ?? "\0"}\0${detail ?? "\0"}`;
    const number = this.#numbers.get(key) ?? this.#enter(key, issue);
    if (number !== undefined && issue.related === undefined) this.#known.set(issue, number);
    return number;
  }

  #enter(key: string, issue: Issue): number | undefined {
    const number = this.#issues.length;
    if (number >= KEPT) return undefined;
    const { related: _, ...alone } = issue;
    this.#issues.push(alone);
    this.#alone.push([alone]);
    this.#texts.push(JSON.stringify(alone));
    this.#numbers.set(key, number);
    this.#known.set(alone, number);
    return number;
  }

  decode(encoded: EncodedIssues): readonly Issue[] {
    if (typeof encoded === "number") return this.#alone[encoded] ?? [];
    return encoded.map((one) => this.#decodeOne(one));
  }

  #decodeOne(encoded: EncodedIssue): Issue {
    if (typeof encoded === "number") return this.#issues[encoded] as Issue;
    if (!isNumbered(encoded)) return encoded;
    const [number, related] = encoded;
    return { ...(this.#issues[number] as Issue), related };
  }

  /** Issues as JSON. */
  write(encoded: EncodedIssues): string {
    if (typeof encoded === "number") return `[${this.#texts[encoded]}]`;
    return `[${encoded.map((one) => this.#writeOne(one)).join(",")}]`;
  }

  #writeOne(encoded: EncodedIssue): string {
    if (typeof encoded === "number") return this.#texts[encoded] ?? "";
    if (!isNumbered(encoded)) return JSON.stringify(encoded);
    const [number, related] = encoded;
    return `${(this.#texts[number] ?? "").slice(0, -1)},"related":${JSON.stringify(related)}}`;
  }
}

const isNumbered = (encoded: EncodedIssue): encoded is readonly [number, RelatedPlace] =>
  Array.isArray(encoded);
