import { fold, isAbout, isSure } from "./secret-words.ts";

// Which texts are passwords, what was made of them, keys and tokens: by their form, and by what they are called.

/** What a program makes of a password (crypt, PHC strings, LDAP, Django, ASP.NET, phpass). */
const PASSWORD_HASH =
  /^(?:\$(?:2[abxy]?|argon2(?:id|i|d)|scrypt|pbkdf2[\w-]*|[1567y]|apr1|P|H|S)\$\S{8,}|\$[PHS]\$\S{20,}|\{(?:S?SHA\d*|S?MD5|CRYPT|bcrypt|PBKDF2)\}\S{8,}|(?:pbkdf2(?:_\w+|:\w+)?|bcrypt(?:_\w+)?|argon2|scrypt|sha1|md5)[$:]\S{16,}|AQAAAA[A-Za-z0-9+/]{40,}={0,2}|\*[0-9A-F]{40})$/;
/** MD5, SHA-1, SHA-256 and longer ones in hexadecimal: of a password in a table of logins, of a file elsewhere. */
const PLAIN_HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;

const isPasswordHash = (text: string): boolean => PASSWORD_HASH.test(text);

/** Whether a text is a digest in hexadecimal, of whatever it may be. */
export const isPlainHash = (text: string): boolean => PLAIN_HASH.test(text);

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----/;
/** A token of three parts (RFC 7519). */
const WEB_TOKEN = /\beyJ[\w-]{8,}\.eyJ[\w-]{4,}\.[\w-]*/;

/** Whether a text is what is made of a password, a private key or a token: it cannot be anything else. */
export const isKeyOrHash = (text: string): boolean =>
  isPasswordHash(text) || PRIVATE_KEY.test(text) || WEB_TOKEN.test(text);

const FORMS: readonly RegExp[] = [
  // An address with a password, or with a key among its parameters.
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i,
  /[?&](?:api_?key|key|token|access_token|auth|sig|signature|secret|password|pwd)=[^&\s]{8,}/i,
  /\bhooks\.slack\.com\/services\/\S+|\bdiscord(?:app)?\.com\/api\/webhooks\/\S+/i,
  // A connection string.
  /(?:^|[;,\s{"'])(?:password|passwd|pwd|pass|user\s*password|secret|accountkey|sharedaccesskey|api_?key|access_?token)["']?\s*[=:]\s*["']?[^\s;,"'}]{3,}/i,
  /^(?:bearer|basic|token)\s+[\w.~+/=-]{16,}$/i,
  // Keys of well-known services say what they are.
  /\b(?:sk|rk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{16,}|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{30,}|\bgh[opusr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[abeprs]-[\w-]{10,}|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bkey-[0-9a-f]{32}\b|\bya29\.[\w-]{20,}|\bEAA[A-Za-z0-9]{40,}|\brzp_(?:live|test)_\w{10,}|\bshpat_\w{16,}|\bwhsec_\w{16,}/,
];

/** Whether a text looks like a secret, whatever it is called. */
export function looksSecret(text: string): boolean {
  // All forms but hashes need as much.
  if (text.length < 8) return false;
  return isKeyOrHash(text) || FORMS.some((form) => form.test(text)) || isRandom(text);
}

const UUID = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
const TOKEN = /^[A-Za-z0-9+/_=~-]+$/;
/** Shorter ones are numbers of invoices and the like. */
const SHORTEST = 20;
/** Bits for a character: random ones of 20 characters have more than 3.6, words and names less. */
const RANDOM = 3.4;

/** Whether a text is one token that nobody made up: letters and digits in no order. */
function isRandom(text: string): boolean {
  if (text.length < SHORTEST || !TOKEN.test(text) || UUID.test(text)) return false;
  if (isPlainHash(text)) return true;
  const digits = text.replace(/\D/g, "").length;
  const turns = text.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])/g)?.length ?? 0;
  const isMixed = digits >= 1 && digits < text.length * 0.8 && turns * 5 >= text.length;
  return isMixed && bitsPerCharacter(text) >= RANDOM;
}

function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** What is said of a key and is no key: which, how long, for how long, whether. */
const SAID_OF = new Set(
  `min max minimum maximum enabled enable disabled allow allowed use timeout ttl lifetime expire expires size type
  algorithm algo complexity lockout retries reuse history rotation url uri endpoint path file name label header param
  public show hide visible prefix code number no num limit hours minutes seconds mode driver method provider format
  template title text message icon color colour`.split(/\s+/),
);
/** Words that mean it of a setting, and something else elsewhere. */
const KEYS = new Set(
  "pass passcode passphrase token pin pw salt credential credentials secrets".split(" "),
);
const KINDS_OF_KEY = new Set(
  `api access secret private signing encryption encrypt crypto hmac jwt app auth client account master service shared
  server license licence`.split(/\s+/),
);
const NO_SECRET = /^(?:true|false|yes|no|on|off|y|n|t|f|[01]|null|none|n\/a|-)$/i;

/** Whether a setting of this name holds a secret: `smtp.password`, `STRIPE_SECRET_KEY`. */
export function namesSecret(name: string): boolean {
  const words = fold(name);
  if (isAbout(words) || words.some((word) => SAID_OF.has(word))) return false;
  if (isSure(words) || words.some((word) => KEYS.has(word))) return true;
  return words.includes("key") && words.some((word) => KINDS_OF_KEY.has(word));
}

/** Whether what stands under a name is a secret: by its form, by the name, or by either of what is nested in it. */
export function isSecret(name: string, value: string): boolean {
  if (looksSecret(value)) return true;
  if (namesSecret(name)) return !NO_SECRET.test(value);
  if (!/^\s*[[{]/.test(value)) return false;
  return nestedSecret(value);
}

function nestedSecret(value: string): boolean {
  try {
    return holdsSecret("", JSON.parse(value));
  } catch {
    // Not JSON: what looks secret in it was looked for in the text.
    return false;
  }
}

function holdsSecret(name: string, value: unknown): boolean {
  if (typeof value === "string") {
    return looksSecret(value) || (value !== "" && namesSecret(name) && !NO_SECRET.test(value));
  }
  if (typeof value === "number") return namesSecret(name);
  if (Array.isArray(value)) return value.some((one) => holdsSecret(name, one));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, one]) => holdsSecret(key, one));
}
