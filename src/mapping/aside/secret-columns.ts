import { withoutAccents } from "../../../shared/without-accents.ts";
import type { EntityMapping } from "../mapping.ts";

// Passwords, what was made of them, and what logs somebody in. A hospital's new system makes its own: these columns
// are neither imported nor kept nor written to a report, unless a mapping names them.

/** What a word of a header has in it, in the languages of many exports: lower case, without accents. */
const PARTS =
  folded(`password passwd passwort kennwort wachtwoord contrasen motdepass adgangskode losenord passord salasana
  lozinka jelszo katasandi matkhau парол 密码 密碼 口令 パスワード 비밀번호 كلمةالمرور كلمةالسر كلمهالمرور كلمهالسر رمزعبور گذرواژه
  סיסמ पासवर्ड รหัสผ่าน κωδικοςπροσβασης securitystamp rememberme remembertoken accesstoken authtoken refreshtoken
  resettoken sessiontoken sessionkey apikey apitoken apisecret privatekey secretkey clientsecret otpsecret totpsecret
  twofactorsecret bcrypt argon2 pbkdf2`);
/** Whole words that mean nothing else. */
const WORDS = new Set("pwd pwdhash senha sifre haslo heslo geslo mdp secret passhash".split(" "));
/** Whole words that mean it in a table of people who log in, and a queue, a district or a checksum elsewhere. */
const WORDS_OF_LOGINS = new Set("pass pw hash salt token pin otp clave parola sandi".split(" "));
/** A token with a number is one of a queue, a pin with a code a district. */
const COUNTED = new Set("no number num nr nro code date".split(" "));
/** What says that people log in. */
const LOGINS =
  /user|login|usuari|utilisateur|benutzer|gebruiker|kullanici|pengguna|пользов|логин|用户|ユーザ|사용자|مستخدم|کاربر/;
/** What is said of a password: when it was changed, how often it was wrong. */
const ABOUT = new Set(
  `at on date day time changed updated expires expired expiry expiration last count attempts attempt failed policy
  required must force hint strength length question age days reset is has`.split(/\s+/),
);

/** The places of the columns that look like secrets, and that a mapping does not ask for. */
export function secretPlaces(
  header: readonly string[],
  { fields, secrets }: Pick<EntityMapping, "fields" | "secrets">,
): number[] {
  const asked = new Set([
    ...Object.values(fields).flatMap(({ columns }) => columns),
    ...(secrets ?? []),
  ]);
  const named = header.map(fold);
  const hasLogins = named.some((words) => LOGINS.test(words.join("")) || isSure(words));
  return header.flatMap((name, at) => {
    const words = named[at] ?? [];
    const isCounted = words.some((one) => COUNTED.has(one));
    const ofLogins = hasLogins && !isCounted && words.some((one) => WORDS_OF_LOGINS.has(one));
    const looksSo = isSure(words) || ofLogins;
    return looksSo && !isAbout(words) && !asked.has(name) ? [at] : [];
  });
}

function isSure(words: readonly string[]): boolean {
  const whole = words.join("");
  return words.some((word) => WORDS.has(word)) || PARTS.some((part) => whole.includes(part));
}

/** `password_changed_at` is none, `reset_password_token` is one. */
const isAbout = (words: readonly string[]): boolean =>
  words.some((word) => ABOUT.has(word)) && !words.some((word) => MADE.has(word));

const MADE = new Set(["hash", "token", "salt", "key", "secret", "hashed", "digest"]);

/** Accents that are letters of their own elsewhere are taken off as in headers. */
function folded(words: string): string[] {
  return words.split(/\s+/).map((word) => fold(word).join(""));
}

/** The words of a header: `PasswordHash`, `password_hash` and `PASSWORD HASH` have the same. */
function fold(header: string): string[] {
  return withoutAccents(header.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2"))
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "");
}
