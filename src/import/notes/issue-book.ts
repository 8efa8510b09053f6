import { type Issue, type RelatedPlace, relatedTo, saysTheSame } from "../../ledger/issue.ts";

/** As many different issues, and files, as an export has kinds of records; more have no number. */
const KEPT = 1_000;

/** Gives issues numbers, and says them as JSON: millions of records share a few. */
export class IssueBook {
  readonly #issues: Issue[] = [];
  readonly #alone: (readonly Issue[])[] = [];
  readonly #texts: string[] = [];
  readonly #byCode = new Map<string, readonly number[]>();
  readonly #files: string[] = [];

  /** The number of what an issue says, besides the place that it speaks of; details are too many. */
  numberOf(issue: Issue): number | undefined {
    if (issue.detail !== undefined) return undefined;
    for (const number of this.#byCode.get(issue.code) ?? []) {
      if (saysTheSame(issue, this.#issues[number] as Issue)) return number;
    }
    return this.#enter(issue);
  }

  #enter(issue: Issue): number | undefined {
    const number = this.#issues.length;
    if (number >= KEPT) return undefined;
    const { related: _, ...alone } = issue;
    this.#issues.push(alone);
    this.#alone.push([alone]);
    this.#texts.push(JSON.stringify(alone));
    this.#byCode.set(issue.code, [...(this.#byCode.get(issue.code) ?? []), number]);
    return number;
  }

  fileNumberOf(name: string): number | undefined {
    const known = this.#files.indexOf(name);
    if (known >= 0 || this.#files.length >= KEPT) return known >= 0 ? known : undefined;
    return this.#files.push(name) - 1;
  }

  fileName(number: number): string {
    return this.#files[number] ?? "";
  }

  /** What a record has on which nothing else was found. */
  issues(number: number, related: RelatedPlace | undefined): readonly Issue[] {
    const alone = this.#alone[number] ?? [];
    const [issue] = alone;
    return related === undefined || issue === undefined ? alone : [relatedTo(issue, related)];
  }

  /** The same as JSON. */
  write(number: number, related: RelatedPlace | undefined): string {
    const text = this.#texts[number] ?? "";
    if (related === undefined) return `[${text}]`;
    return `[${text.slice(0, -1)},"related":${JSON.stringify(related)}}]`;
  }
}
