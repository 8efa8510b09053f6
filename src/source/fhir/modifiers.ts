import { type Branch, isBranch, isList, type Tree } from "./tree.ts";

const MODIFIER = "modifierExtension";
const RULES = "implicitRules";

/**
 * Whether a resource says that something changes what it means: who does not know what it is must not go on
 * (https://hl7.org/fhir/R4/extensibility.html#modifierExtension). Resources within it speak for themselves.
 */
export function hasModifier(resource: Branch, text: string): boolean {
  if (resource.has(RULES)) return true;
  return text.includes(`"${MODIFIER}"`) && holdsModifier(resource);
}

function holdsModifier(tree: Tree): boolean {
  if (isList(tree)) return tree.some(holdsModifier);
  if (!isBranch(tree)) return false;
  return [...tree].some(([name, value]) => {
    if (name === "contained") return false;
    return name === MODIFIER ? isList(value) && value.length > 0 : holdsModifier(value);
  });
}
