import { expect, test } from "vitest";
import { secretPlaces } from "../../src/mapping/aside/secret-columns.ts";

const MAPPED = { fields: {} };
const found = (header: string) => {
  const columns = header.split(",");
  return secretPlaces(columns, MAPPED).map((at) => columns[at]);
};

test("what is called a password, a hash of one or a token of a session is a secret, in many languages", () => {
  const header = [
    ...["password_hash", "PasswordSalt", "USERPASSWORD", "pwd", "encrypted_password", "Passwd"],
    ...["mot_de_passe", "Contraseña", "senha", "Kennwort", "şifre", "пароль", "密码", "パスワード"],
    ...["كلمة المرور", "reset_password_token", "SecurityStamp", "two_factor_secret", "ApiKey"],
  ];
  expect(found(header.join())).toEqual(header);
});

test("a hash, a token or a pin is one where people log in, and nothing of the kind elsewhere", () => {
  expect(found("username,hash,token,pin,salt")).toEqual(["hash", "token", "pin", "salt"]);
  expect(found("patient,hash,token,token_no,pin,pin code,pass")).toEqual([]);
});

test("what is said of a password is none, and neither is what merely begins alike", () => {
  expect(
    found("user_id,password_changed_at,PasswordExpires,failed_password_attempts,passport_no"),
  ).toEqual([]);
  expect(found("secretary,secretion,compass,passage,bypass,parolee,keyword")).toEqual([]);
});

test("a column that a field or the mapping asks for is read", () => {
  const one = { columns: ["hash"], join: " ", value: undefined, optional: false, options: {} };
  const asked = { fields: { passwordHash: one }, secrets: ["salt"] };
  expect(secretPlaces(["login", "hash", "salt", "pwd"], asked)).toEqual([3]);
});
