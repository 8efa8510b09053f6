import type { HealthWords } from "../define-vocabulary.ts";

/**
 * What columns of health data are called: that such a column is left out is decided by a person who is named.
 * Words as `splitHeader` makes them of a header: in lower case, without accents.
 */
export const HEALTH: HealthWords = {
  /** Whole words of a header. */
  words: new Set(
    `hiv aids dod rh abo dnr icd icd9 icd10 loinc atc bmi g6pd hbsag hcv vdrl tb nkda
    schwanger muerte sida vih vaccin vacuna vacina morto morte mort deces obito zgon leki
    olum kan ilac alerji asi gebelik engelli dood bloed blod dod kematian darah obat hamil alergi
    खून रक्त एलर्जी मृत्यु गर्भ दवा टीका दम حساسیت حساسيه دم وفاه فوت خون دارو مرگ اعاقه حمل تطعیم لقاح
    血型 过敏 死亡 怀孕 疫苗 用药 药物 病史 アレルギー 血液型 妊娠 薬 死亡日`.split(/\s+/),
  ),
  /** What a header has in it, written as one word: long enough not to be a part of other words. */
  parts: [
    ...["allerg", "alerg", "unvertraglich", "intoleran", "аллерг", "алерг"],
    ...["blood", "sangu", "sangre", "blutgr", "bloedgr", "blodgr", "krwi", "кров", "rhesus"],
    ...["death", "deceas", "mortal", "verstorb", "sterbe", "todes", "fallec", "defunc"],
    ...["falec", "deces", "decede", "overled", "zgonu", "смерт", "умер", "vefat", "avliden"],
    ...["pregnan", "gravid", "schwanger", "embaraz", "grossesse", "enceinte", "zwanger", "ciaza"],
    ...["беремен", "gebelik", "kehamilan", "lactat"],
    ...["implant", "pacemaker", "prothes", "protes", "schrittmacher", "marcapaso", "имплант"],
    ...["disabilit", "handicap", "behinder", "discapac", "deficienc", "invalidit", "инвалид"],
    ...[
      "vaccin",
      "vacuna",
      "vacina",
      "impfung",
      "impfst",
      "szczepi",
      "immuniz",
      "immunis",
      "прививк",
    ],
    ...[
      "medicat",
      "medikament",
      "medicament",
      "medicac",
      "medicin",
      "arznei",
      "farmac",
      "лекарств",
    ],
    ...["prescri", "rezept", "receta"],
    ...[
      "diagnos",
      "diagnost",
      "chronic",
      "chronisch",
      "cronic",
      "comorbid",
      "vorerkrank",
      "anamnes",
    ],
    ...["medicalhistory", "antecedent", "riskfactor", "infecti", "infekti", "hepatit", "diabet"],
    ...["epilep", "asthma", "hypertens", "transplant", "organdonor", "organspend", "resuscit"],
    ...["advancedirective", "patientenverfug", "smok", "alcohol", "drugabuse", "mentalhealth"],
  ],
};
