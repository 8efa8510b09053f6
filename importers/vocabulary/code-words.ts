import type { CodeSubject, CodeWords } from "../define-vocabulary.ts";

const WORDS: Readonly<Record<CodeSubject, Readonly<Record<string, string>>>> = {
  gender: {
    M: "male|man|boy|masculine|masc|mr|mannlich|maennlich|mann|herr|homme|masculin|garcon|monsieur|hombre|masculino|varon|nino|homem|masc.|maschio|maschile|uomo|mannelijk|jongen|mezczyzna|mezczyzn|meski|muzczyzna|мужской|мужчина|муж|муж.|м|erkek|bay|bapak|laki-laki|laki laki|pria|lelaki|مرد|مذكر|ذكر|مذکر|पुरुष|পুরুষ|男|男性|남|남성|muz|muzsky|muski|ferfi|mies|kille|mand|barbat|ανδρας|αρρεν|чоловік|чоловіча|nam|mwanaume",
    F: "female|woman|girl|feminine|fem|mrs|ms|miss|weiblich|frau|femme|feminin|fille|madame|mujer|femenino|femenina|hembra|nina|mulher|feminino|femmina|femminile|donna|vrouwelijk|vrouw|meisje|kobieta|zenski|женский|женщина|жен|жен.|ж|kadin|bayan|kiz|ibu|perempuan|wanita|زن|مونث|مؤنث|أنثى|انثى|महिला|स्त्री|মহিলা|নারী|女|女性|여|여성|zena|zensky|nainen|tjej|kvinna|kvinne|kvinde|femeie|γυναικα|θηλυ|жінка|жіноча|nu|mwanamke|mme",
    O: "other|diverse|divers|non-binary|nonbinary|transgender|trans|third gender|autre|otro|otra|outro|altro|anders|andere|inny|другой|diger|lainnya|other/unspecified|intersex|سایر|آخر|अन्य|其他",
    U: "unknown|undetermined|unspecified|not specified|not known|unbekannt|inconnu|desconocido|ignorado|desconhecido|sconosciuto|onbekend|nieznana|неизвестно|bilinmiyor|tidak diketahui|نامشخص|غير معروف|अज्ञात|未知|不明",
  },
  status: {
    scheduled:
      "scheduled|booked|reserved|planned|pending|confirmed|upcoming|open appointment|approved|waiting|geplant|termin|vereinbart|prevu|planifie|planifiee|programado|programada|pendiente|confirmado|confirmada|agendado|agendada|marcado|programmato|prenotato|gepland|zaplanowana|zaplanowano|запланирован|planlandi|terjadwal|رزرو|رزرو شده|زمان‌بندی‌شده|در انتظار|تایید شده|مجدول|محجوز|预约|已预约",
    in_progress:
      "in progress|in-progress|in_progress|ongoing|open|active|admitted|checked in|checked-in|arrived|started|laufend|in behandlung|offen|en cours|admis|en curso|en progreso|en proceso|ingresado|em andamento|internado|in corso|ricoverato|lopend|w trakcie|в процессе|devam ediyor|berlangsung|در حال انجام|بستری|قيد التنفيذ|进行中",
    completed:
      "completed|complete|done|finished|closed|discharged|attended|visited|fulfilled|ended|erledigt|abgeschlossen|entlassen|beendet|termine|terminee|effectue|effectuee|sorti|realise|completado|completada|realizado|realizada|atendido|atendida|finalizado|finalizada|alta|concluido|concluida|completato|effettuato|dimesso|afgerond|voltooid|zakonczona|zakonczono|завершен|завершено|выписан|tamamlandi|selesai|انجام شده|انجام‌شده|تکمیل شده|تکمیل‌شده|ترخیص|مكتمل|已完成|完成",
    cancelled:
      "cancelled|canceled|cancel|void|rejected|abgesagt|storniert|annule|annulee|cancelado|cancelada|anulado|anulada|annullato|cancellato|geannuleerd|odwolana|anulowana|отменен|отменено|iptal|iptal edildi|dibatalkan|batal|لغو|لغو شده|لغو‌شده|لغوشده|ملغى|ملغي|已取消|取消",
    no_show:
      "no show|no-show|noshow|no_show|missed|did not attend|dna|absent|not attended|nicht erschienen|absence|non venu|no asistio|ausente|inasistencia|faltou|nao compareceu|non presentato|assente|niet verschenen|nieobecny|не явился|gelmedi|tidak hadir|غایب|عدم حضور|عدم‌حضور|لم يحضر|未到|爽约",
  },
  boolean: {
    true: "true|yes|y|t|1|on|ja|j|wahr|oui|o|vrai|si|s|verdadero|sim|verdadeiro|vero|tak|да|д|evet|e|ya|بله|نعم|हाँ|हां|是|active|aktiv|actif|activo|ativo|attivo",
    false:
      "false|no|n|f|0|off|nein|falsch|non|faux|falso|nao|nie|нет|н|hayir|h|tidak|خیر|لا|नहीं|否|inactive|inaktiv|inactif|inactivo|inativo|inattivo",
  },
};

/** Letters and numbers for a gender that hospitals write, each a set that belongs together. */
const GENDER_LETTERS: readonly Readonly<Record<string, string>>[] = [
  { m: "M", f: "F", o: "O", u: "U", t: "O" },
  { h: "M", m: "F", o: "O" },
  { h: "M", f: "F" },
  { v: "M", m: "F" },
  { v: "F", m: "M", o: "O" },
  { m: "M", w: "F", d: "O", x: "O" },
  { l: "M", p: "F" },
  { e: "M", k: "F" },
  { m: "M", k: "F" },
  { м: "M", ж: "F" },
  { m: "M", z: "F" },
  // ISO/IEC 5218, and two that are found as often: no data tell them apart.
  { "0": "U", "1": "M", "2": "F", "9": "U" },
  { "1": "F", "2": "M" },
  { "0": "F", "1": "M" },
  { "0": "M", "1": "F" },
];

/** What codes of hospitals mean, as values of HMSync. */
export const CODE_WORDS: CodeWords = { words: WORDS, genderLetters: GENDER_LETTERS };
