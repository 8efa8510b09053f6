import { withoutAccents } from "../../shared/without-accents.ts";

// What columns and settings are called that hold passwords, what was made of them, and what logs somebody in.

/** What a name has in it, in the languages of many exports: lower case, without accents. */
const PARTS =
  folded(`password passwd passwort kennwort wachtwoord contrasen motdepass adgangskode losenord passord salasana
  lozinka jelszo katasandi matkhau парол 密码 密碼 口令 パスワード 비밀번호 كلمةالمرور كلمةالسر كلمهالمرور كلمهالسر رمزعبور گذرواژه
  סיסמ पासवर्ड รหัสผ่าน κωδικοςπροσβασης securitystamp rememberme remembertoken accesstoken authtoken refreshtoken
  resettoken sessiontoken sessionkey apikey apitoken apisecret privatekey secretkey clientsecret otpsecret totpsecret
  twofactorsecret bcrypt argon2 pbkdf2`);
/** Whole words that mean nothing else. */
const WORDS = new Set("pwd pwdhash senha sifre haslo heslo geslo mdp secret passhash".split(" "));
/** What is said of a password: when it was changed, how often it was wrong. */
const ABOUT = new Set(
  `at on date day time changed updated expires expired expiry expiration last count attempts attempt failed policy
  required must force hint strength length question age days reset is has`.split(/\s+/),
);
const MADE = new Set(["hash", "token", "salt", "key", "secret", "hashed", "digest"]);

/** Whether the words of a name say so whatever is said beside them. */
export function isSure(words: readonly string[]): boolean {
  const whole = words.join("");
  return words.some((word) => WORDS.has(word)) || PARTS.some((part) => whole.includes(part));
}

/** `password_changed_at` is none, `reset_password_token` is one. */
export const isAbout = (words: readonly string[]): boolean =>
  words.some((word) => ABOUT.has(word)) && !words.some((word) => MADE.has(word));

/** Accents that are letters of their own elsewhere are taken off as in headers. */
function folded(words: string): string[] {
  return words.split(/\s+/).map((word) => fold(word).join(""));
}

/** The words of a name: `PasswordHash`, `password_hash` and `PASSWORD HASH` have the same. */
export function fold(name: string): string[] {
  return withoutAccents(name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2"))
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "");
}
