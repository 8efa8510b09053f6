import type { Issue } from "./issue.ts";

/** As many texts of issues as an export has kinds of records; more are not kept. */
const KEPT = 1_000;

/** Turns the issues of records into JSON and back: millions of records share a few. */
export class IssueText {
  readonly #texts = new WeakMap<Issue, string>();
  readonly #issues = new Map<string, readonly Issue[]>();

  write(issues: readonly Issue[]): string {
    if (issues.length === 1) return `[${this.#textOf(issues[0] as Issue)}]`;
    return `[${issues.map((issue) => this.#textOf(issue)).join(",")}]`;
  }

  /** What names another record is of one record only. */
  #textOf(issue: Issue): string {
    if (issue.related !== undefined) return JSON.stringify(issue);
    const known = this.#texts.get(issue);
    if (known !== undefined) return known;
    const text = JSON.stringify(issue);
    this.#texts.set(issue, text);
    return text;
  }

  read(text: string): readonly Issue[] {
    const known = this.#issues.get(text);
    if (known !== undefined) return known;
    const issues = JSON.parse(text) as readonly Issue[];
    if (this.#issues.size < KEPT && issues.every(({ related }) => related === undefined)) {
      this.#issues.set(text, issues);
    }
    return issues;
  }
}
