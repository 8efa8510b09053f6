/** A text without the accents of Latin, Greek and Cyrillic letters; an `ı` is an `i`. */
export const withoutAccents = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/[\u0300-\u036F]/g, "")
    .replaceAll("ı", "i")
    .normalize("NFC");
