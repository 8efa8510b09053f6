import { expect, test } from "vitest";
import {
  isKeyOrHash,
  isPlainHash,
  isSecret,
  looksSecret,
  namesSecret,
} from "../../../importers/convert/secret-shape.ts";

test.each([
  `$2b$12$${"Ab1.".repeat(13)}c`,
  "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b9dWA",
  `pbkdf2_sha256$260000$abcdefgh$${"A1b2".repeat(10)}=`,
  `$6$rounds=5000$saltsalt$${"x1Y".repeat(20)}`,
  "{SSHA}0c0blFTXXNuAMHECS4uxrj3ZieMoWImr",
  `$P$B${"abcDEF12".repeat(4)}`,
  `-----BEGIN RSA PRIVATE KEY-----\nMIIE`,
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
])("%s is a key, or made of a password", (text) => {
  expect(isKeyOrHash(text)).toBe(true);
  expect(isSecret("anything", text)).toBe(true);
});

test.each([
  "postgres://app:hunter2@db.example/hms",
  "Server=db;User Id=sa;Password=Winter2020;",
  "https://gate.example/send?to=1&api_key=0123456789abcdef",
  "https://hooks.slack.com/services/T00/B00/XXXXXXXX",
  "Bearer abcdefghijklmnop1234",
  `sk_${"live"}_4eC39HqLyjWDarjtT1zdp7dc`,
  "AKIAIOSFODNN7EXAMPLE",
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  '{"smtp":{"user":"x","password":"letmein"}}',
  '[{"name":"sms","token":"123456"}]',
])("%s is a secret under any name", (text) => {
  expect(isSecret("gateway", text)).toBe(true);
});

test.each([
  "Harbour Hospital",
  "America/Argentina/Buenos_Aires",
  "https://hospital.example/portal/patients?lang=en",
  "info@hospital.example",
  "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
  "2024-01-15T10:00:00Z",
  "INVOICE-2024-0000123456",
  "com.example.hospital.billing.InvoiceService",
  "/var/lib/hospital/uploads/2024",
  "Monday to Friday, 08:00-17:00",
  '{"mon":"08:00","tue":null,"maxTokens":5}',
  "123456789012345678901234567890",
  "abcdefghijklmnopqrstuvwxyzabcdef",
])("%s is none", (text) => {
  expect(looksSecret(text)).toBe(false);
  expect(isSecret("general.note", text)).toBe(false);
});

test.each([
  ["smtp.password", "x", true],
  ["SMTP_PASS", "x", true],
  ["stripeSecretKey", "x", true],
  ["api_key", "x", true],
  ["contraseña_correo", "x", true],
  ["password.min_length", "8", false],
  ["password_reset_enabled", "true", false],
  ["token_ttl", "3600", false],
  ["use_secret_key", "1", false],
  ["two_factor_secret", "no", false],
  ["hospital_pin_code", "560001", false],
  ["public_key", "x", false],
  ["keyboard", "us", false],
  ["bypass", "x", false],
])("under %s, %s is a secret: %s", (name, value, expected) => {
  expect(isSecret(name, value)).toBe(expected);
});

test("a name alone says it, and digests are told by their length", () => {
  expect([namesSecret("jwt_secret"), namesSecret("secretary")]).toEqual([true, false]);
  expect([isPlainHash("5f4dcc3b5aa765d61d8327deb882cf99"), isPlainHash("5f4d")]).toEqual([
    true,
    false,
  ]);
});
