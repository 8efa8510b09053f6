// What laboratories write for the interpretations of FHIR R4, in lower case. Only flags that can mean nothing else: what
// "*", "+", "R" or "B" says differs from one laboratory to the next, and a person has to say it in the mapping.

export const INTERPRETATION_WORDS = {
  N: words(
    "normal, norm, wnl, within normal limits, within range, in range, normaal, normale, unauffällig, im normbereich, normalno, норма, в норме, в пределах нормы, normalny, prawidłowy, طبيعي, نرمال, 正常, 正常値, 정상",
  ),
  A: words(
    "abnormal, abn, out of range, auffällig, pathologisch, anormal, anormale, anormaal, alterado, alterada, fuera de rango, отклонение, nieprawidłowy, غير طبيعي, غیر طبیعی, 异常, 異常, 비정상",
  ),
  AA: words("critically abnormal, critical abnormal"),
  H: words(
    "high, hi, above range, above normal, ↑, hoch, erhöht, zu hoch, elevado, elevada, alto, alta, élevé, élevée, elevato, elevata, verhoogd, hoog, yüksek, podwyższony, высокий, повышен, повышено, выше нормы, tinggi, مرتفع, بالا, 高, 偏高, 높음",
  ),
  HH: words(
    "critical high, critically high, panic high, very high, ↑↑, stark erhöht, kritisch hoch, crítico alto, critique haut",
  ),
  L: words(
    "low, lo, below range, below normal, ↓, niedrig, erniedrigt, zu niedrig, bajo, baja, baixo, baixa, bas, basse, basso, bassa, laag, verlaagd, düşük, obniżony, низкий, понижен, понижено, ниже нормы, rendah, منخفض, پایین, 低, 偏低, 낮음",
  ),
  LL: words(
    "critical low, critically low, panic low, very low, ↓↓, stark erniedrigt, kritisch niedrig, crítico bajo, crítico baixo",
  ),
  "<": [],
  ">": [],
  HU: words("significantly high"),
  LU: words("significantly low"),
  POS: words(
    "positive, positiv, positivo, positiva, positif, positief, pozitif, dodatni, положительный, положительно, إيجابي, مثبت, 阳性, 陽性, 양성",
  ),
  NEG: words(
    "negative, negativ, negativo, negativa, négatif, negatif, negatief, ujemny, отрицательный, отрицательно, سلبي, منفی, 阴性, 陰性, 음성",
  ),
  IND: words("indeterminate, equivocal, borderline, grenzwertig, indeterminado, indeterminé"),
  DET: words("detected, nachgewiesen, detectado, détecté"),
  ND: words("not detected, nicht nachgewiesen, no detectado, não detectado, non détecté"),
  WR: words("weakly reactive"),
  RR: words("reactive, reaktiv, reactivo"),
  S: words("susceptible, sensitive, sensibel, sensible, sensível, sensibile, чувствителен, 敏感"),
  I: words("intermediate, intermediär, intermedio, intermediário, intermédiaire, 中介"),
  R: words("resistant, resistent, resistente, résistant, устойчив, dirençli, 耐药"),
} as const satisfies Record<string, readonly string[]>;

function words(list: string): string[] {
  return list.split(",").map((word) => word.trim().replace(/\s+/g, " "));
}
