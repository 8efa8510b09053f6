import { branchesAt, type Part, takeText, takeTexts, textAt } from "../taking.ts";
import { type Branch, textIn } from "../tree.ts";

// Names, numbers, addresses: lists of which one is meant first. The others stay.

/** What is no longer so comes last; then what a use is worth, then what the list has first. */
function best(list: readonly Branch[], uses: readonly string[]): Branch | undefined {
  const worth = (one: Branch): number => {
    const use = uses.indexOf(textAt(one, "use"));
    const isOver = textAt(one, "period.end") !== "";
    return (isOver ? 100 : 0) + (use === -1 ? uses.length : use);
  };
  const rank = (one: Branch) => Number(textAt(one, "rank") || "1000");
  return [...list].sort((one, other) => worth(one) - worth(other) || rank(one) - rank(other))[0];
}

const NAME_USES = ["official", "usual", "", "temp", "nickname", "anonymous", "maiden", "old"];
const NUMBER_USES = ["mobile", "home", "", "work", "temp", "old"];
const ADDRESS_USES = ["home", "", "temp", "work", "billing", "old"];

/** The given names, the family name, and the whole where it is written out. */
export const humanName = (column: string, path = column): Part => ({
  columns: [`${column}.given`, `${column}.family`, `${column}.text`],
  take: ({ resource }) => {
    const name = best(branchesAt(resource, path), NAME_USES);
    if (name === undefined) return ["", "", ""];
    const [given, family] = [takeTexts(name, "given").join(" "), takeText(name, "family")];
    const whole = [given, family].filter((part) => part !== "").join(" ");
    return [given, family, takeText(name, "text") || whole];
  },
});

/** All of a name in one cell: as written out, else its parts. */
export const wholeName = (column: string, path = column): Part => ({
  columns: [column],
  take: ({ resource }) => {
    const name = best(branchesAt(resource, path), NAME_USES);
    if (name === undefined) return [""];
    const written = takeText(name, "text");
    if (written !== "") return [written];
    const parts = [takeTexts(name, "prefix"), takeTexts(name, "given"), [takeText(name, "family")]];
    const whole = [...parts, takeTexts(name, "suffix")].flat();
    return [whole.filter((part) => part !== "").join(" ")];
  },
});

/** A phone number and a mail address. */
export const telecom = (path = "telecom"): Part => ({
  columns: ["phone", "email"],
  take: ({ resource }) => {
    const all = branchesAt(resource, path).filter((one) => textAt(one, "value") !== "");
    const isMail = (one: Branch) =>
      textAt(one, "system") === "email" ||
      (textAt(one, "system") === "" && textAt(one, "value").includes("@"));
    const isPhone = (one: Branch) =>
      !isMail(one) && ["phone", "sms", ""].includes(textAt(one, "system"));
    return [isPhone, isMail].map((is) => takeNumber(best(all.filter(is), NUMBER_USES)));
  },
});

function takeNumber(point: Branch | undefined): string {
  const value = takeText(point, "value");
  if (value !== "") for (const said of ["system", "use", "rank"]) takeText(point, said);
  return value;
}

const ADDRESS_PARTS = ["district", "city", "state", "postalCode"];

/** An address in one cell, its district and its country beside it where they have columns of their own. */
export const address = (apart: readonly ("district" | "country")[] = []): Part => ({
  columns: ["address", ...apart.map((part) => `address.${part}`)],
  take: ({ resource }) => {
    const at = best(branchesAt(resource, "address"), ADDRESS_USES);
    if (at === undefined) return ["", ...apart.map(() => "")];
    const own = apart.map((part) => takeText(at, part));
    const written = takeText(at, "text");
    if (written !== "") return [written, ...own];
    const parts = [...ADDRESS_PARTS, "country"].map((part) => takeText(at, part));
    const whole = [...takeTexts(at, "line"), ...parts].filter((part) => part !== "");
    return [whole.join(", "), ...own];
  },
});

/** How an identifier is known for what it is. */
interface IdentifierKind {
  /** Codes of http://terminology.hl7.org/CodeSystem/v2-0203. */
  readonly types?: readonly string[];
  readonly systems?: readonly string[];
  /** What a system is called that nobody agreed on. */
  readonly like?: RegExp;
  /** Any will do. */
  readonly any?: true;
}

/** The number of one kind: a medical record's, a licence, a policy's. */
export const identifier = (column: string, kind: IdentifierKind, path = "identifier"): Part => ({
  columns: [column],
  take: ({ resource }) => {
    const all = branchesAt(resource, path).filter((one) => textAt(one, "value") !== "");
    const known = all.filter((one) => isOf(one, kind));
    return [takeText(best(known, ["official", "usual", ""]), "value")];
  },
});

function isOf(one: Branch, { types = [], systems = [], like, any }: IdentifierKind): boolean {
  if (any === true) return !isOurs(one);
  const codings = branchesAt(one, "type.coding").map((coding) => textIn(coding.get("code")) ?? "");
  const system = textAt(one, "system");
  const isKnown = systems.includes(system) || like?.test(system) === true;
  return isKnown || codings.some((code) => types.includes(code));
}

/** What HMSync and legacy systems call a record, as `export:fhir` writes it. */
const isOurs = (one: Branch): boolean => textAt(one, "system").startsWith("urn:hmsync:");
