import { z } from "zod";
import type { SETTING_TYPES } from "../../shared/schema.ts";
import type { Field } from "../define.ts";
import { isSecret } from "./secret-shape.ts";

type SettingType = (typeof SETTING_TYPES)[number];

/** What stands in the place of a secret that was not read. */
export const WITHHELD = "(secret, not read)";
/** Names a person gives to take the values of all of them. */
const ALL = "*";

interface SettingValue {
  /** Fields that name the setting; the first that says anything counts. */
  readonly named: readonly string[];
  /** Where it goes that a secret was not taken. */
  readonly withheldColumn: string;
}

/**
 * The value of a setting, as recorded. One that looks like a password, a key or a token is not read unless the
 * mapping names the setting: no report, no ledger and no row has it.
 */
export function settingValue({ named, withheldColumn }: SettingValue): Field<string> {
  return {
    kind: "setting",
    required: false,
    blank: null,
    holds: "secret",
    companion: { column: withheldColumn, isFilled: () => true },
    problems: {
      secret: {
        severity: "warning",
        advice:
          'The value looks like a password, a key or a token, and was not read. Make a new one, or list the setting under "secrets" of this field in the mapping.',
      },
    },
    options: z.object({
      /** The settings whose values are wanted though they are secrets, by their names; `*` for all. */
      secrets: z.array(z.string().min(1)).optional(),
    }),
    conceals(options) {
      const wanted = new Set(options["secrets"] as readonly string[] | undefined);
      if (wanted.has(ALL)) return () => undefined;
      return (text, other) => {
        const name = named.map(other).find((one) => one !== "") ?? "";
        return !wanted.has(name) && isSecret(name, text) ? WITHHELD : undefined;
      };
    },
    compile: () => (cell, sink) => {
      if (cell !== WITHHELD) return cell;
      sink.companion?.(true);
      sink.problem("secret");
      return null;
    },
  };
}

const TYPE_WORDS: Readonly<Record<SettingType, string>> = {
  number: "number int integer float double decimal numeric long bigint smallint real num",
  boolean: "boolean bool bit flag checkbox toggle switch yesno tinyint(1)",
  json: "json jsonb object array list map dict",
  string:
    "string text varchar char str textarea select email url color date time datetime file image html",
};

const BY_WORD = new Map(
  Object.entries(TYPE_WORDS).flatMap(([type, words]) =>
    words.split(" ").map((word) => [word, type as SettingType] as const),
  ),
);

/** What a legacy system's word for a type means. */
export const settingTypeNamed = (word: string): SettingType | undefined =>
  BY_WORD.get(word.trim().toLowerCase());

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const BOOLEAN = /^(?:true|false)$/i;

/** What a value is by itself: `007` and `yes` are strings, `true` is a boolean, `{"a": 1}` is JSON. */
export function settingTypeOf(value: string): SettingType {
  if (NUMBER.test(value)) return "number";
  if (BOOLEAN.test(value)) return "boolean";
  return isJson(value) ? "json" : "string";
}

/** Whether a value can be of the type that is said of it. */
export function canBeOfType(value: string, type: SettingType): boolean {
  if (type === "string") return true;
  if (type === "boolean") return /^(?:true|false|yes|no|on|off|y|n|t|f|[01])$/i.test(value);
  return type === "json" ? isJson(value) : NUMBER.test(value);
}

function isJson(value: string): boolean {
  if (!/^\s*[[{]/.test(value)) return false;
  try {
    return JSON.parse(value) !== undefined;
  } catch {
    return false;
  }
}
