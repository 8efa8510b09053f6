// Words behind a number that are its unit. They are kept as written; nothing is converted.

const WORDS = new Set(
  `g mg µg μg ug mcg ng pg kg lb lbs oz st gr gram grams kgs kilo kilos
  l dl cl ml µl μl ul fl lt cc mol mmol µmol μmol umol nmol pmol
  u iu ui ie e miu µiu μiu kiu meq eq mval osm mosm
  cm mm m in inch inches ft feet km µm um nm c f k °c °f celsius fahrenheit
  bpm rpm lpm mmhg kpa cmh2o torr bar s sec secs second seconds ms min mins minute minutes
  h hr hrs hour hours day days week weeks month months year years yrs
  cells copies cfu ratio index s/co au bau ppm ppb kat nkat µkat kcal cal j kj hz db points pts score
  stunden std tage tag wochen jahre jahr sek sekunden minuten heures jours ans horas dias días semanas anos años
  latidos lpm rpm г кг мг мл л см мм м с сек мин ч ммоль ммоль/л г/л ед уд °с
  sn dk saat gün yıl nabız 次 次/分 岁 秒 分 ℃ 摄氏度 厘米 公斤 千克 克 毫克`
    .split(/\s+/)
    .filter(Boolean),
);
const PHRASES =
  /^(?:mm\s?hg|mm\s?of\s?hg|мм\.?\s*рт\.?\s*ст\.?|cm\s?h2o|уд\.?\s*(?:в|\/)\s*мин\.?)$/iu;
/** Signs that units have and words do not. */
const SIGNS = /[/%‰°^℃℉]|(?:^|[x×*\s])10(?:[e*^]|[⁰-⁹¹²³])/iu;
const NUMBER_ALONE = /(?:^|\s)\d+(?:[.,]\d+)?(?=\s|$)/u;
const ANOTHER_VALUE = /^[/:+–-]\s*\d|^\d/u;
const POWER = /^10(?:[eE*^]|[⁰-⁹¹²³])/u;
const LONGEST = 24;
const MOST_WORDS = 3;

/** Whether a text is how a unit is written: `mmol/L`, `%`, `x10^9/L`, `/hpf`, `mL/min/1.73 m2`. */
export function isUnit(text: string): boolean {
  if (text.length > LONGEST) return false;
  const lower = text.toLowerCase().replace(/\.$/, "");
  if (WORDS.has(lower) || PHRASES.test(text)) return true;
  if (!SIGNS.test(text) || (ANOTHER_VALUE.test(text) && !POWER.test(text))) return false;
  const words = text.split(/\s+/u);
  return words.length <= MOST_WORDS && !NUMBER_ALONE.test(text);
}
