import type { ListPhrases } from "../convert/list-pieces.ts";

// What stands in a cell of allergies, conditions or medicines in place of a list: exact phrases, in lower case. Only
// what can mean nothing else says that none are known; of the rest, a person says what it means.

const phrases = (list: string): string[] =>
  list.split(",").map((phrase) => phrase.trim().replace(/\s+/g, " "));

/** Nothing of the kind is known: somebody asked. */
const NONE =
  phrases(`none, nil, none known, nil known, no known, none reported, none recorded known, not any, keine, keine bekannt,
  ninguna, ninguno, ninguna conocida, ninguno conocido, aucune, aucun, aucune connue, aucun connu, nenhuma, nenhum, nenhuma conhecida,
  nenhum conhecido, nessuna, nessuno, nessuna nota, nessuno noto, geen, geen bekend, brak, inga, inga kända, ingen, ingen kendte,
  ingen kjente, ei tunnettuja, ei ole, žádné, žádná, ziadne, nincs, nincs ismert, niciuna, nu se cunosc, καμία, καμία γνωστή, nema,
  немає, yok, bilinen yok, tidak ada, tiada, không có, wala, hakuna, لا يوجد, لا توجد, ندارد, 无, 無, 没有, なし, 特になし, 없음, कोई नहीं, ไม่มี`);

/** Nobody asked, or nobody wrote it down. */
const NOT_RECORDED =
  phrases(`not recorded, not asked, not documented, no information, no data, nicht erhoben, nicht erfragt, nicht erfasst,
  keine angabe, keine angaben, non renseigné, non renseignée, non documenté, no registrado, no registrada, no consta, sin datos,
  sin información, não informado, não informada, sem informação, non rilevato, non rilevata, non riportato, niet gevraagd,
  niet geregistreerd, brak danych, нет данных, не указано, belirtilmemiş, tidak tercatat, 未记录, 未詢問, 未記録, 記載なし`);

/** A person says what it means where it stands. */
const UNDECIDED =
  phrases(`-, --, ---, –, —, ., .., ..., /, x, ?, ??, 0, n, no, not, nope, n/a, n.a., na, n.a, no., denies, denied,
  denies any, unknown, unk, unkn, not known, uncertain, unsure, unclear, null, nan, (null), <null>, \\n, undefined, y, yes, nein, unbekannt,
  verneint, k.a., ka, ja, niega, negadas, desconocido, desconocida, desconocidas, se desconoce, desconoce, s/d, sí, si, non, nie, inconnu,
  inconnue, ras, nsp, oui, não, nao, nega, desconhecido, desconhecida, desconhece, sim, sconosciuto, sconosciuta, sconosciute, nee,
  onbekend, ontkent, nieznane, neguje, nej, nei, okänt, ukendt, ukjent, ei, ne, neznámé, nem, ismeretlen, nu, necunoscut, όχι, άγνωστο,
  нет, неизвестно, отрицает, да, ні, невідомо, hayır, bilinmiyor, tidak, tidak diketahui, không, không rõ, hapana, haijulikani, لا,
  غير معروف, خیر, نامشخص, 否, 不详, 不詳, 未知, 不明, 否认, 否認, いいえ, 아니오, 모름, नहीं, अज्ञात`);

const ALLERGIES =
  phrases(`nka, no known allergies, no known allergy, no allergies known, no allergies, no allergy, allergies none,
  none known allergies, not allergic, keine allergien, keine allergien bekannt, keine bekannten allergien, keine bekannte allergie,
  sin alergias, sin alergias conocidas, no se conocen alergias, no alergias conocidas, no conocidas, alergias no conocidas,
  pas d'allergie, pas d’allergie, pas d'allergie connue, pas d’allergie connue, aucune allergie, aucune allergie connue, sem alergias,
  sem alergias conhecidas, sem alergia, nenhuma alergia conhecida, nessuna allergia, nessuna allergia nota, non note, geen allergieën,
  geen bekende allergieën, geen allergieen bekend, brak alergii, brak znanych alergii, inga kända allergier, ingen kendte allergier,
  ingen kjente allergier, ei allergioita, žádné alergie, bez alergii, bez alergie, nincs ismert allergia, fără alergii,
  fără alergii cunoscute, καμία αλλεργία, аллергии нет, аллергий нет, аллергоанамнез не отягощен, аллергоанамнез не отягощён,
  алергій немає, bilinen alerji yok, alerji yok, alerjisi yok, tidak ada alergi, tiada alergi, không dị ứng, hakuna mzio,
  لا توجد حساسية, لا يوجد حساسية, حساسیت ندارد, 无过敏, 无过敏史, 无已知过敏, 無過敏史, アレルギーなし, 알레르기 없음, कोई एलर्जी नहीं, ไม่แพ้`);

const DRUGS =
  phrases(`nkda, no known drug allergies, no known drug allergy, no known medication allergies, no known medication allergy,
  no known medicine allergies, no drug allergies, no drug allergy, keine medikamentenallergien, keine medikamentenallergien bekannt,
  keine bekannten medikamentenallergien, keine arzneimittelallergien bekannt, sin alergias medicamentosas,
  sin alergias medicamentosas conocidas, no alergias medicamentosas, ramc negativas, pas d'allergie médicamenteuse,
  pas d'allergie médicamenteuse connue, aucune allergie médicamenteuse connue, sem alergias medicamentosas,
  sem alergia medicamentosa, nessuna allergia a farmaci, nessuna allergia farmacologica nota, geen medicatieallergieën,
  geen bekende medicatieallergieën, brak alergii na leki, лекарственной аллергии нет, нет лекарственной аллергии, ilaç alerjisi yok,
  tidak ada alergi obat, لا توجد حساسية دوائية, حساسیت دارویی ندارد, 无药物过敏, 无药物过敏史, 無藥物過敏, 薬剤アレルギーなし`);

const FOODS =
  phrases(`nkfa, no known food allergies, no known food allergy, no food allergies, no food allergy,
  keine nahrungsmittelallergien, keine bekannten nahrungsmittelallergien, sin alergias alimentarias,
  sin alergias alimentarias conocidas, pas d'allergie alimentaire, aucune allergie alimentaire connue, sem alergias alimentares,
  nessuna allergia alimentare, 无食物过敏`);

const SURROUNDINGS =
  phrases(`no known environmental allergies, no known environmental allergy, no environmental allergies,
  keine umweltallergien, sin alergias ambientales, pas d'allergie environnementale, sem alergias ambientais`);

const CONDITIONS =
  phrases(`no known conditions, no known medical conditions, no medical conditions, no known problems, no known medical history,
  no medical history, no significant medical history, no significant past medical history, npmh, nil of note, healthy, keine vorerkrankungen,
  keine vorerkrankungen bekannt, sin antecedentes, sin antecedentes de interés, sin antecedentes conocidos, pas d'antécédents,
  pas d'antécédent, aucun antécédent, aucun antécédent connu, sem antecedentes, sem comorbidades, nessuna patologia nota,
  nessuna malattia, geen voorgeschiedenis, brak chorób, bilinen hastalık yok, hastalığı yok, tidak ada penyakit, 无既往病史, 既往体健, 既往歴なし`);

const MEDICINES =
  phrases(`no medications, no medication, no medicines, no current medications, no current medication, no regular medications,
  no regular medication, not on any medication, not on medication, keine medikamente, keine medikation, keine dauermedikation,
  sin medicación, sin medicamentos, sin tratamiento, pas de traitement, aucun traitement, aucun médicament, sem medicação,
  sem medicamentos, nessun farmaco, nessuna terapia, geen medicatie, brak leków, лекарств не принимает, ilaç kullanmıyor,
  tidak ada obat, 无用药, 未用药, 内服なし, 服薬なし`);

const common = { notRecorded: NOT_RECORDED, undecided: UNDECIDED };

export const ALLERGY_PHRASES: ListPhrases = {
  ...common,
  beside: ["no-known-food-allergies", "no-known-environmental-allergies"],
  none: {
    "no-known-allergies": [...NONE, ...ALLERGIES],
    "no-known-medication-allergies": DRUGS,
    "no-known-food-allergies": FOODS,
    "no-known-environmental-allergies": SURROUNDINGS,
  },
};
export const CONDITION_PHRASES: ListPhrases = {
  ...common,
  none: { "no-known-problems": [...NONE, ...CONDITIONS] },
};
export const MEDICATION_PHRASES: ListPhrases = {
  ...common,
  none: { "no-known-medications": [...NONE, ...MEDICINES] },
};

/** What is known to be a reaction, and no part of a substance's name. */
export const REACTIONS: ReadonlySet<string> = new Set(
  phrases(`rash, rashes, skin rash, hives, urticaria, itching, itch, itchy, pruritus, swelling, angioedema, oedema, edema, anaphylaxis,
  anaphylactic shock, anaphylactic, dyspnea, dyspnoea, shortness of breath, wheezing, bronchospasm, asthma, cough, nausea, vomiting,
  diarrhea, diarrhoea, headache, dizziness, fainting, fever, redness, erythema, blisters, eczema, rhinitis, sneezing, gi upset,
  stomach upset, ausschlag, hautausschlag, juckreiz, quaddeln, schwellung, atemnot, übelkeit, erbrechen, durchfall, anaphylaxie,
  erupción, sarpullido, urticaria aguda, prurito, picazón, ronchas, hinchazón, anafilaxia, disnea, náuseas, vómitos, éruption, urticaire,
  démangeaisons, œdème, gonflement, dyspnée, nausées, erupção, coceira, inchaço, falta de ar, anafilassi, orticaria, prurito,
  eruzione cutanea, gonfiore, uitslag, jeuk, zwelling, wysypka, pokrzywka, świąd, obrzęk, сыпь, крапивница, зуд, отек, отёк, döküntü,
  kaşıntı, ruam, gatal, bengkak, طفح, حكة, 皮疹, 荨麻疹, 瘙痒, 过敏性休克, 発疹, 蕁麻疹`),
);
