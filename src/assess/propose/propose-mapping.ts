import type { FileProposal } from "../assessment.ts";
import { chooseColumns, saysMoment, splitMoments, tellColumns } from "./choose-columns.ts";
import { type EntityMatch, weighEntities } from "./choose-entity.ts";
import { isMentioned } from "./match-field.ts";
import { compileLexicon, type HeaderReading, type Lexicon, readHeader, readHeaders } from "./read-header.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** From so many points on a file is taken for an entity. */
const ENOUGH = 2.4;

/** Proposes what a table is and what its columns are, by its headers and its name alone. */
export function proposeTable(
  { file, header }: { readonly file: string; readonly header: readonly string[] },
  vocabulary: Vocabulary,
  lexicon: Lexicon = compileLexicon(vocabulary.words),
): FileProposal {
  const readings = readHeaders(header, lexicon);
  const stem = readHeader(file.replace(/\.[a-z0-9]{1,5}$/i, ""), lexicon);
  const weighed = weighEntities(readings, vocabulary).map((match) =>
    withKind(match, { readings, stem, vocabulary }),
  ).sort((one, other) => other.points - one.points);
  if (process.env["DEBUG"]) console.log(file, weighed.map(w=>w.entity+" "+w.points.toFixed(1)+" "+w.because).join(" | "));
  for (const [at, best] of weighed.entries()) {
    const words = vocabulary.entities.find(({ entity }) => entity === best.entity);
    if (words === undefined || best.points < ENOUGH) break;
    const chosen = chooseColumns(readings, words);
    const fields = new Set(chosen.choices.map(({ field }) => field));
    if (!words.needs.every((some) => some.some((field) => fields.has(field)))) continue;
    const choices = splitMoments(chosen.choices, ({ at }) => saysMoment(readings[at]));
    const margin = best.points - Math.max(weighed[at + 1]?.points ?? 0, 0);
    return {
      file, entity: best.entity, score: Math.round(Math.min(1, 0.5 + margin / 8) * 100) / 100, reason: `its columns ${best.because.join(", ")}`,
      records: null, columns: tellColumns(header, choices, (at) => ({ score: 0, reason: "" })), open: [],
    };
  }
    return { file, entity: null, score: 0, reason: "none", records: null, columns: tellColumns(header, [], () => ({score: 0, reason: "no entity"})), open: [] };
}

function withKind(match: EntityMatch, { readings, stem, vocabulary }: { readings: readonly HeaderReading[]; stem: HeaderReading; vocabulary: Vocabulary }): EntityMatch {
  const owners = vocabulary.entities.map(({ owner }) => owner);
  const own = vocabulary.entities.find(({ entity }) => entity === match.entity)?.owner ?? "";
  let points = match.points;
  const key = readings.find((reading) => isMentioned("#", reading) && !isMentioned("phone", reading) && !isMentioned("contact", reading));
  if (key !== undefined && readings.indexOf(key) < 2 && !owners.some((owner) => key.meanings.has(owner))) {
    points -= Math.max(0, ...[...key.meanings].map((meaning) => vocabulary.otherTables[meaning] ?? 0));
  }
  if (stem.meanings.has(own)) points += 2;
  for (const meaning of stem.meanings) points -= (vocabulary.otherTables[meaning] ?? 0) * 0.7;
  return { ...match, points };
}
