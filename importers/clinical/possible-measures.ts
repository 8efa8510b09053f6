/** Measures that have columns of their own. */
export const MEASURES = [
  ...(["systolic", "diastolic", "pulse", "respiratoryRate", "temperature"] as const),
  ...(["oxygenSaturation", "weight", "height", "headCircumference"] as const),
  ...(["bmi", "bloodGlucose", "painScore"] as const),
] as const;

export type MeasureName = (typeof MEASURES)[number];

type Range = readonly [least: number, most: number];

/** What has been survived, widely drawn, in units by how they begin; of `""` in what else may be meant. */
const POSSIBLE: Readonly<Record<MeasureName, readonly (readonly [unit: RegExp, ...Range[]])[]>> = {
  systolic: [
    [/^kpa/i, [2, 45]],
    [/^mm/i, [20, 330]],
    [/(?:)/, [2, 330]],
  ],
  diastolic: [
    [/^kpa/i, [1, 35]],
    [/^mm/i, [5, 250]],
    [/(?:)/, [1, 250]],
  ],
  pulse: [[/(?:)/, [10, 350]]],
  respiratoryRate: [[/(?:)/, [2, 150]]],
  temperature: [
    [/^(?:°|deg|grad)?\s*(?:f|℉)/i, [60, 116]],
    [/^(?:°|deg|grad)?\s*(?:c|℃)/i, [13, 47]],
    [/(?:)/, [13, 47], [60, 116]],
  ],
  oxygenSaturation: [
    [/^%/, [10, 100]],
    [/(?:)/, [0.1, 1], [10, 100]],
  ],
  weight: [
    [/^kg|^kilo|^кг|^公斤/i, [0.2, 700]],
    [/^(?:g|gr|gram|г)/i, [200, 700_000]],
    [/^(?:lb|pound)/i, [0.5, 1500]],
    [/(?:)/, [0.2, 9_999]],
  ],
  height: [
    [/^(?:cm|см|厘米)/i, [15, 280]],
    [/^(?:mm|мм)/i, [150, 2_800]],
    [/^(?:m|м|metre|meter)/i, [0.15, 2.8]],
    [/^(?:in|")/i, [6, 110]],
    [/^(?:ft|feet|foot|')/i, [0.5, 9.2]],
    [/(?:)/, [0.15, 280]],
  ],
  headCircumference: [
    [/^cm/i, [10, 90]],
    [/(?:)/, [4, 900]],
  ],
  bmi: [[/(?:)/, [4, 250]]],
  bloodGlucose: [
    [/^mmol/i, [0.1, 150]],
    [/^mg/i, [1, 2_700]],
    [/(?:)/, [0.1, 2_700]],
  ],
  painScore: [[/(?:)/, [0, 100]]],
};

/** Whether a measure cannot be, in its unit; where none is named, in no unit that it is measured in. */
export function isImpossible(
  name: MeasureName,
  number: string | null | undefined,
  unit: string | null | undefined,
): boolean {
  if (number == null) return false;
  const [, ...ranges] =
    POSSIBLE[name].find(([of]) => of.source === "(?:)" || (unit != null && of.test(unit))) ?? [];
  const value = Number(number);
  return ranges.length > 0 && !ranges.some(([least, most]) => value >= least && value <= most);
}
