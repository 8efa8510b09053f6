// What legacy systems write for the statuses of FHIR R4, in lower case. Only words that can mean nothing else: what
// a "closed" problem or an "inactive" medicine is, a person has to say in the mapping.

const ACTIVE =
  words(`current, ongoing, aktiv, laufend, actif, active, activa, activo, ativo, ativa, attivo, attiva, actief, lopend,
  aktywny, aktywna, активен, активный, активная, активно, aktif, نشط, فعال, 活动, 活动性, 活动期, 有効, aktivni, aktiven`);
const INACTIVE = words(
  "inaktiv, inactif, inactive, inactivo, inactiva, inativo, inativa, inattivo, inattiva, inactief, nieaktywny, неактивен, неактивный, غير نشط",
);
const RESOLVED =
  words(`cured, healed, recovered, geheilt, ausgeheilt, abgeklungen, guéri, guérie, résolu, résolue, resuelto, resuelta, curado,
  curada, resolvido, resolvida, risolto, risolta, guarito, guarita, genezen, opgelost, wyleczony, wyleczona, вылечен, излечен, iyileşti,
  sembuh, شفي, بهبود یافته, 已治愈, 治愈, 痊愈, 治癒`);
const ENTERED_IN_ERROR = words(
  "entered in error, entered_in_error, error, erroneous, irrtümlich erfasst, saisi par erreur, saisie par erreur, ingresado por error, registrado por error, inserito per errore, ten onrechte ingevoerd",
);
const UNCONFIRMED = words(
  "unverified, not confirmed, suspected, verdacht, suspicion, suspecté, sospecha, sospechado, suspeito, sospetto, vermoed, podejrzenie, подозрение",
);
const CONFIRMED = words(
  "verified, bestätigt, gesichert, confirmé, confirmée, confirmado, confirmada, confermato, confermata, bevestigd, potwierdzony, подтвержден, подтверждён, مؤكد, 确诊, 已确诊, 確定",
);
const REFUTED = words(
  "ruled out, excluded, disproved, ausgeschlossen, widerlegt, réfuté, réfutée, écarté, descartado, descartada, refutado, escluso, uitgesloten, wykluczony, исключен, исключён, 已排除",
);
const ON_HOLD = words(
  "on hold, on_hold, onhold, suspended, paused, pausiert, suspendu, suspendido, suspenso, sospeso, gepauzeerd",
);
const STOPPED =
  words(`discontinued, abgesetzt, arrêté, arrete, arrêtée, interrompu, suspendido definitivamente, descontinuado, discontinuado,
  interrotto, interrotta, gestopt, gestaakt, odstawiony, отменен, отменён, kesildi, dihentikan, 停药, 已停药, 中止`);
const COMPLETED =
  words(`complete, finished, ended, abgeschlossen, beendet, terminé, terminée, completado, completada, finalizado, finalizada,
  concluído, concluída, concluido, completato, completata, afgerond, voltooid, zakończony, завершен, завершён, tamamlandı, selesai, 完成,
  已完成`);
const DRAFT = words("entwurf, brouillon, borrador, rascunho, bozza, concept");
const CANCELLED = words(
  "canceled, cancelled, storniert, annulé, annulée, anulado, anulada, cancelado, cancelada, annullato, geannuleerd",
);

export const CONDITION_WORDS = {
  active: ACTIVE,
  recurrence: words("recurrent, rezidiv, récidive, recurrente, recidiva"),
  relapse: words("relapsed, rückfall, rechute, recaída, ricaduta"),
  inactive: INACTIVE,
  remission: words("in remission, rémission, remisión, remissão, remissione"),
  resolved: RESOLVED,
};
export const CONDITION_VERIFICATION_WORDS = {
  unconfirmed: UNCONFIRMED,
  provisional: words("working diagnosis, arbeitsdiagnose, vorläufig, provisoire, provvisorio"),
  differential: words("differential diagnosis, differentialdiagnose, différentiel, diferencial"),
  confirmed: CONFIRMED,
  refuted: REFUTED,
  "entered-in-error": ENTERED_IN_ERROR,
};
export const ALLERGY_WORDS = { active: ACTIVE, inactive: INACTIVE, resolved: RESOLVED };
export const ALLERGY_VERIFICATION_WORDS = {
  unconfirmed: UNCONFIRMED,
  confirmed: CONFIRMED,
  refuted: REFUTED,
  "entered-in-error": ENTERED_IN_ERROR,
};
export const ALLERGY_TYPE_WORDS = {
  allergy: words("allergie, alergia, allergia, alergi, аллергия, حساسية, 过敏"),
  intolerance: words(
    "unverträglichkeit, intoleranz, intolérance, intolerancia, intolerância, intolleranza, intolerantie, непереносимость",
  ),
};
export const ALLERGY_CATEGORY_WORDS = {
  food: words(
    "food allergy, lebensmittel, nahrungsmittel, aliment, alimentaire, alimento, alimentaria, alimentar, alimentare, voedsel, żywność, пища, пищевая, gıda, makanan, غذاء, 食物",
  ),
  medication: words(
    "drug, drugs, medicine, medicines, drug allergy, medikament, arzneimittel, médicament, medicamento, medicamentosa, farmaco, medicijn, geneesmiddel, lek, лекарство, лекарственная, ilaç, obat, دواء, دارو, 药物",
  ),
  environment: words(
    "environmental, umwelt, environnement, ambiental, ambiente, ambientale, omgeving, lingkungan, 环境",
  ),
  biologic: words("biological, biologisch, biologique, biológico, biologico"),
};
export const CRITICALITY_WORDS = {
  low: words("low risk, niedrig, gering, faible, baja, baixa, bassa, laag"),
  high: words("high risk, hoch, élevée, alta, hoog"),
  "unable-to-assess": words("unable to assess, cannot be assessed, nicht beurteilbar"),
};
export const SEVERITY_WORDS = {
  mild: words(
    "leicht, léger, légère, leve, lieve, licht, łagodny, легкая, лёгкая, hafif, ringan, خفيف, 轻度, 軽度",
  ),
  moderate: words(
    "mittel, mittelschwer, mäßig, modéré, modérée, moderado, moderada, moderato, moderata, matig, umiarkowany, умеренная, средняя, orta, sedang, متوسط, 中度, 中等度",
  ),
  severe: words(
    "schwer, sévère, grave, severo, severa, severo, ernstig, ciężki, тяжелая, тяжёлая, şiddetli, berat, شديد, 重度",
  ),
};
export const MEDICATION_WORDS = {
  active: [...ACTIVE, "taking", "currently taking"],
  completed: COMPLETED,
  "entered-in-error": ENTERED_IN_ERROR,
  intended: words("planned, geplant, prévu, previsto"),
  stopped: STOPPED,
  "on-hold": ON_HOLD,
  unknown: words("not known, unbekannt, inconnu, desconocido, desconhecido, sconosciuto, onbekend"),
  "not-taken": words("not taken, not taking, nicht eingenommen, non pris, no tomado"),
};
export const PRESCRIPTION_WORDS = {
  active: ACTIVE,
  "on-hold": ON_HOLD,
  cancelled: CANCELLED,
  completed: COMPLETED,
  "entered-in-error": ENTERED_IN_ERROR,
  stopped: STOPPED,
  draft: DRAFT,
  unknown: MEDICATION_WORDS.unknown,
};
export const IMMUNIZATION_WORDS = {
  completed: [
    ...COMPLETED,
    ...words(
      "given, administered, done, verabreicht, geimpft, administré, administrée, aplicada, aplicado, administrada, administrado, somministrato, somministrata, toegediend, podano, введена, yapıldı, diberikan, 已接种",
    ),
  ],
  "entered-in-error": ENTERED_IN_ERROR,
  "not-done": words(
    "not done, not_done, not given, not administered, nicht verabreicht, nicht geimpft, non administré, non administrée, no aplicada, no administrada, não aplicada, non somministrato, niet toegediend, nie podano, yapılmadı, tidak diberikan, 未接种",
  ),
};

const NOT_DONE = words(
  "not done, not_done, not performed, nicht durchgeführt, non réalisé, non réalisée, no realizado, no realizada, não realizado, não realizada, non eseguito, non eseguita, niet uitgevoerd, nie wykonano, не выполнено, yapılmadı, tidak dilakukan, 未执行",
);

/** A result that is "pending" may be registered or preliminary, and "reported" may be either of two: asked. */
export const OBSERVATION_WORDS = {
  registered: [],
  preliminary: words(
    "prelim, provisional, partial, vorläufig, provisoire, preliminar, preliminare, voorlopig, wstępny, предварительный, ön sonuç",
  ),
  final: words(
    "f, finalized, finalised, final result, validated, authorized, authorised, endgültig, validiert, final validado, validado, validé, validée, definitivo, definitief, liberado, ostateczny, окончательный, onaylandı, onaylı, 已审核",
  ),
  amended: words("amended result, geändert, modifié, modificado, modificato"),
  corrected: words(
    "corrected result, correction, korrigiert, berichtigt, corrigé, corrigée, corregido, corrigido, corretto, gecorrigeerd, skorygowany, исправлен, düzeltildi",
  ),
  cancelled: CANCELLED,
  "entered-in-error": ENTERED_IN_ERROR,
  unknown: MEDICATION_WORDS.unknown,
};
export const COMPARATOR_WORDS = {
  "<": words("lt, less than, &lt;"),
  "<=": words("=<, ≤, le, less than or equal, &lt;="),
  ">=": words("=>, ≥, ge, greater than or equal, &gt;="),
  ">": words("gt, greater than, &gt;"),
};
export const LAB_ORDER_WORDS = {
  draft: DRAFT,
  active: ACTIVE,
  "on-hold": ON_HOLD,
  revoked: [...CANCELLED, ...words("withdrawn, zurückgezogen, revoqué, révoqué, revocado")],
  completed: COMPLETED,
  "entered-in-error": ENTERED_IN_ERROR,
  unknown: MEDICATION_WORDS.unknown,
};
export const PRIORITY_WORDS = {
  routine: words(
    "normal, regular, routine priority, rutina, rotina, rutinario, ordinario, routinemäßig, rutin, плановый, планово, 常规, 普通",
  ),
  urgent: words(
    "dringend, eilig, urgente, urgence, dringlich, acil, pilne, срочно, срочный, spoed, 加急, 紧急",
  ),
  asap: words("as soon as possible, a.s.a.p."),
  stat: words("immediate, immediately, sofort, notfall, cito, inmediato, 急诊"),
};
export const PROCEDURE_WORDS = {
  preparation: [],
  "in-progress": words(
    "in progress, in_progress, ongoing, laufend, en cours, en curso, em andamento, in corso, w trakcie, в процессе, devam ediyor, در حال انجام",
  ),
  "not-done": NOT_DONE,
  "on-hold": ON_HOLD,
  stopped: words("aborted, abandoned, abgebrochen, interrompu, interrumpido, interrotto, прервано"),
  completed: [
    ...COMPLETED,
    ...words(
      "done, performed, durchgeführt, réalisé, réalisée, effectué, effectuée, realizado, realizada, efectuado, eseguito, eseguita, uitgevoerd, wykonano, wykonany, выполнено, выполнена, yapıldı, dilakukan, انجام شده, انجام‌شده, تکمیل شده, تکمیل‌شده",
    ),
  ],
  "entered-in-error": ENTERED_IN_ERROR,
  unknown: MEDICATION_WORDS.unknown,
};

function words(list: string): string[] {
  return [...new Set(list.split(",").map((word) => word.trim().replace(/\s+/g, " ")))];
}
