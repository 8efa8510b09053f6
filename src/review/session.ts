import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 128 bits that nobody guesses, as they stand in links, cookies and forms. */
const secret = (): string => randomBytes(16).toString("base64url");

/** One browser that was let in. */
export interface Session {
  /** What each form of it must hold. */
  readonly csrf: string;
  /** Whether values of patients are shown. */
  revealed: boolean;
  /** The name that its steps are kept under. */
  who: string;
}

/** Who may use the page: whoever opened a link that the terminal showed, once. */
export class Sessions {
  readonly #byCookie = new Map<string, Session>();
  readonly #who: string;
  #link: string | undefined;

  /** @param who the name that steps are kept under until a person says another */
  constructor(who: string) {
    this.#who = who;
  }

  /** A new token for a link; the one before is worth nothing from now on. */
  makeLink(): string {
    this.#link = secret();
    return this.#link;
  }

  /** @returns the cookie of a new session; undefined if the token is not that of the last link, or was used */
  enter(token: string): string | undefined {
    if (this.#link === undefined || !isSame(token, this.#link)) return undefined;
    this.#link = undefined;
    const cookie = secret();
    this.#byCookie.set(digest(cookie), { csrf: secret(), revealed: false, who: this.#who });
    return cookie;
  }

  /** The session of a cookie; undefined if it is none of ours. */
  find(cookie: string | undefined): Session | undefined {
    return cookie === undefined ? undefined : this.#byCookie.get(digest(cookie));
  }
}

/** Looked up by its digest: how long that takes says nothing of the secret. */
const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Compares two secrets in a time that does not depend on where they differ. */
export const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(
    createHash("sha256").update(one).digest(),
    createHash("sha256").update(other).digest(),
  );
