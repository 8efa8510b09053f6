const SIGNS: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" },
};

/** Text as HTML shows it, in an element or in a quoted attribute; signs that show nothing, but line breaks, become dots. */
export const escapeHtml = (text: string): string =>
  text.replace(/[^\n\P{C}]/gu, "·").replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
