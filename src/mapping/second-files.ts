import { askOf } from "../plain/ask.ts";
import { DecisionNeeded } from "../plain/errors.ts";
import { namingFile } from "./column-choices.ts";
import type { EntityMapping } from "./mapping.ts";

// A mapping that names the files of an entity leaves others alone, also one that holds more of its records.

/** A file that no entity names, as one of its records could be. */
export interface Unnamed {
  readonly file: string;
  readonly header: readonly string[];
  readonly entity: string;
  readonly mapping: EntityMapping;
  /** Nothing names its columns. */
  readonly isHeadless: boolean;
  /** Needed columns that the file lacks. */
  readonly missing: readonly string[];
  /** Columns of the file that the mapping knows. */
  readonly matched: readonly string[];
}

/** A file of which the mapping knows this share of the columns is like the entity's own. */
const KNOWN = 0.5;

/** Whether a file may well hold more of an entity's records: by its columns, or by its name. */
export function mayBelong(one: Unnamed): boolean {
  const { file, header, mapping, missing, matched, isHeadless } = one;
  const own = [mapping.file ?? []].flat().filter((name) => bareName(name) === bareName(file));
  // Columns without a name are called alike in all files.
  if (isHeadless) return own.length > 0;
  const isLike = matched.length >= header.length * KNOWN;
  if (isLike && missing.length === 0) return true;
  const key = mapping.fields["legacyId"]?.columns ?? [];
  const hasKey = key.some((column) => header.includes(column));
  return own.length > 0 && (isLike || hasKey || !ANY_NAME.test(bareName(file)));
}

/** What programs call the sheets of a book and the files of an export, whatever is in them. */
const ANY_NAME =
  /^(?:.{0,2}|sheet|table|tabelle|tabla|tabela|tableau|blatt|hoja|feuil|planilha|foglio|лист|工作表|export|data|file)$/u;

/** `patients_2023.csv` and `patients_2024.csv`, the sheets `2023` and `2024` of a book: without what counts. */
function bareName(name: string): string {
  const sheet = name.indexOf("#");
  const own = sheet === -1 ? name.replace(/\.[^.]*$/, "") : name.slice(sheet + 1);
  return own.toLowerCase().replace(/[\d_\-. ()]+/g, "");
}

/** Asks what becomes of files that an entity does not name. */
export function askOfSeconds(mapping: string, seconds: readonly Unnamed[]): DecisionNeeded {
  const lines = seconds.map(({ file, entity, missing, mapping: { file: names = [] } }) => {
    const own = [names].flat().join(", ");
    return missing.length === 0
      ? `  ${file} has the columns of ${entity}, for which the mapping names ${own}`
      : `  ${file} has a name like ${own}, which is ${entity}, but lacks ${missing.map((one) => `"${one}"`).join(", ")}`;
  });
  const [{ file, entity } = { file: "", entity: "" }] = seconds;
  return new DecisionNeeded(`The mapping ${mapping} omits these files:\n${lines.join("\n")}`, {
    cure: `Name the file under entities.${entity}.file, give its columns the names of the others under reading.${file}.rename, or say under reading.${file}.leaveOut why it is left out.`,
    asks: seconds.map((one) => {
      const says = `${one.file} is like the files of ${one.entity}, and the mapping does not name it: say why it is left out, or name it under entities.${one.entity}.file`;
      const asked = askOf(["reading", one.file, "leaveOut"], says, []);
      const isWhole = one.missing.length === 0;
      const choices = isWhole ? [namingFile(one.entity, one.file, one.mapping)] : [];
      return Object.assign(asked, { choices });
    }),
  });
}
