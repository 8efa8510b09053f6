import { withoutAccents } from "../../shared/without-accents.ts";

/**
 * The names of the months, long and short, as CLDR and hospitals' software write them, without
 * letter case and accents. Forms of one month are parted by bars.
 */
const NAMES = {
  en: "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct november|nov december|dec",
  ar: "يناير فبراير مارس أبريل|ابريل مايو يونيو يوليو أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر",
  bn: "জানুয়ারি|জানু ফেব্রুয়ারি|ফেব মার্চ এপ্রিল|এপ্রি মে জুন জুলাই|জুল আগস্ট|আগ সেপ্টেম্বর|সেপ্ট|সেপ অক্টোবর|অক্টো নভেম্বর|নভে ডিসেম্বর|ডিসে",
  cs: "leden|led|ledna unor|uno|unora brezen|bre|brezna duben|dub|dubna kveten|kve|kvetna cerven|cvn|cervna cervenec|cvc|cervence srpen|srp|srpna zari|zar rijen|rij|rijna listopad|lis|listopadu prosinec|pro|prosince",
  da: "januar|jan februar|feb marts|mar april|apr maj juni|jun juli|jul august|aug september|sep oktober|okt november|nov december|dec",
  de: "januar|janner|jaenner|jan|jan februar|feber|feb marz|maerz|mrz|mar april|apr mai juni|jun juli|jul august|aug september|sept|sep oktober|okt november|nov dezember|dez",
  el: "ιανουαριος|ιανουαριου|ιαν φεβρουαριος|φεβρουαριου|φεβ μαρτιος|μαρτιου|μαρ απριλιος|απριλιου|απρ μαιος|μαιου|μαι ιουνιος|ιουνιου|ιουν ιουλιος|ιουλιου|ιουλ αυγουστος|αυγουστου|αυγ σεπτεμβριος|σεπτεμβριου|σεπ οκτωβριος|οκτωβριου|οκτ νοεμβριος|νοεμβριου|νοε δεκεμβριος|δεκεμβριου|δεκ",
  es: "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago septiembre|setiembre|sept|sep|set octubre|oct noviembre|nov diciembre|dic",
  fa: "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
  fi: "tammikuu|tammi|tammikuuta helmikuu|helmi|helmikuuta maaliskuu|maalis|maaliskuuta huhtikuu|huhti|huhtikuuta toukokuu|touko|toukokuuta kesakuu|kesa|kesakuuta heinakuu|heina|heinakuuta elokuu|elo|elokuuta syyskuu|syys|syyskuuta lokakuu|loka|lokakuuta marraskuu|marras|marraskuuta joulukuu|joulu|joulukuuta",
  fr: "janvier|janv|jan fevrier|fevr|fev mars|mar avril|avr mai juin|jun juillet|juil|jul aout|aou septembre|sept|sep octobre|oct novembre|nov decembre|dec",
  hi: "जनवरी|जन॰ फ़रवरी|फरवरी|फ़र॰ मार्च अप्रैल मई जून जुलाई|जुल॰ अगस्त|अग॰ सितंबर|सितम्बर|सित॰ अक्टूबर|अक्तूबर|अक्टू॰ नवंबर|नवम्बर|नव॰ दिसंबर|दिसम्बर|दिस॰",
  hr: "sijecanj|sij|sijecnja veljaca|velj|veljace ozujak|ozu|ozujka travanj|tra|travnja svibanj|svi|svibnja lipanj|lip|lipnja srpanj|srp|srpnja kolovoz|kol|kolovoza rujan|ruj|rujna listopad|lis|listopada studeni|stu|studenoga prosinac|pro|prosinca",
  hu: "januar|jan februar|febr|feb marcius|marc april|aprilis|apr majus|maj junius|jun julius|jul augusztus|aug szeptember|szept oktober|okt november|nov december|dec",
  id: "januari|jan februari|feb|peb maret|mar april|apr mei juni|jun juli|jul agustus|agu|ags|agt september|sept|sep oktober|okt november|nov|nop desember|des",
  it: "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago settembre|sett|set ottobre|ott novembre|nov dicembre|dic",
  nl: "januari|jan februari|feb maart|mrt|mar april|apr mei juni|jun juli|jul augustus|aug september|sept|sep oktober|okt november|nov december|dec",
  no: "januar|jan februar|feb mars|mar april|apr mai juni|jun juli|jul august|aug september|sept|sep oktober|okt november|nov desember|des",
  pl: "styczen|sty|stycznia luty|lut|lutego marzec|mar|marca kwiecien|kwi|kwietnia maj|maja czerwiec|cze|czerwca lipiec|lip|lipca sierpien|sie|sierpnia wrzesien|wrz|wrzesnia pazdziernik|paz|pazdziernika listopad|lis|listopada grudzien|gru|grudnia",
  pt: "janeiro|jan fevereiro|fev marco|mar abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set outubro|out novembro|nov dezembro|dez",
  ro: "ianuarie|ian februarie|feb martie|mar aprilie|apr mai iunie|iun iulie|iul august|aug septembrie|sept|sep octombrie|oct noiembrie|noi|nov decembrie|dec",
  ru: "январь|янв|января февраль|февр|фев|февраля март|мар|марта апрель|апр|апреля маи|мая июнь|июн|июня июль|июл|июля август|авг|августа сентябрь|сент|сен|сентября октябрь|окт|октября ноябрь|нояб|ноя|ноября декабрь|дек|декабря",
  sv: "januari|jan februari|feb mars|mar april|apr maj juni|jun juli|jul augusti|aug september|sept|sep oktober|okt november|nov december|dec",
  sw: "januari|jan februari|feb machi|mac aprili|apr mei juni|jun julai|jul agosti|ago septemba|sep oktoba|okt novemba|nov desemba|des",
  th: "มกราคม|ม.ค กุมภาพันธ์|ก.พ มีนาคม|มี.ค เมษายน|เม.ย พฤษภาคม|พ.ค มิถุนายน|มิ.ย กรกฎาคม|ก.ค สิงหาคม|ส.ค กันยายน|ก.ย ตุลาคม|ต.ค พฤศจิกายน|พ.ย ธันวาคม|ธ.ค",
  tr: "ocak|oca subat|sub mart|mar nisan|nis mayis|may haziran|haz temmuz|tem agustos|agu eylul|eyl ekim|eki kasim|kas aralik|ara",
  uk: "січень|січ|січня лютии|лют|лютого березень|бер|березня квітень|квіт|квітня травень|трав|травня червень|черв|червня липень|лип|липня серпень|серп|серпня вересень|вер|вересня жовтень|жовт|жовтня листопад|лист|листопада грудень|груд|грудня",
  ur: "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
} as const;

/** Months of calendars that have names of their own, in all languages: of Iran and Afghanistan, of Ethiopia. */
const NAMES_BY_CALENDAR: Readonly<Record<string, string>> = {
  persian:
    "فروردین|فروردين|حمل|farvardin اردیبهشت|ارديبهشت|ثور|ordibehesht خرداد|جوزا|khordad تیر|تير|سرطان|tir مرداد|امرداد|اسد|mordad شهریور|شهريور|سنبله|shahrivar مهر|میزان|ميزان|mehr آبان|ابان|عقرب|aban آذر|اذر|قوس|azar دی|دي|جدی|جدي|dey بهمن|دلو|bahman اسفند|حوت|esfand",
  ethiopic:
    "መስከረም|meskerem ጥቅምት|tikimt|tikemt ኅዳር|ህዳር|hidar ታኅሣሥ|ታህሳስ|ታኅሳስ|tahsas ጥር|tir የካቲት|yekatit መጋቢት|megabit ሚያዝያ|miazia|miyazya ግንቦት|ginbot ሰኔ|sene ሐምሌ|ሀምሌ|hamle ነሐሴ|ነሀሴ|nehase ጳጉሜን|ጳጉሜ|pagume|pagumen",
};

/** Calendars whose months have names of their own. */
export const CALENDARS_WITH_NAMES: ReadonlySet<string> = new Set(Object.keys(NAMES_BY_CALENDAR));

/** As many spellings of months are remembered. */
const MOST_NAMES = 1_000;

/** A language whose month names are known: ISO 639-1. */
export type MonthLanguage = keyof typeof NAMES;

/** All of them, English first. */
export const MONTH_LANGUAGES = Object.keys(NAMES) as [MonthLanguage, ...MonthLanguage[]];

/**
 * Finds the month that a name means; undefined if the languages do not know it, or disagree.
 *
 * @param calendar where its months have names of their own, they are meant, and no language's
 */
export function monthReader(languages: readonly MonthLanguage[], calendar?: string): ReadMonth {
  const key = `${languages.join(" ")}|${calendar ?? ""}`;
  const known = READERS.get(key) ?? makeReader(languages, calendar);
  READERS.set(key, known);
  return known;
}

type ReadMonth = (name: string) => number | undefined;

/** A reader is made once: every column of every file asks for some. */
const READERS = new Map<string, ReadMonth>();

function makeReader(languages: readonly MonthLanguage[], calendar?: string): ReadMonth {
  const own = NAMES_BY_CALENDAR[calendar ?? ""];
  const known = monthsOf(own === undefined ? languages.map((one) => NAMES[one]) : [own]);
  // English has no accents: "Mär" is no March of its.
  const others = languages.filter((language) => language !== "en").map((one) => NAMES[one]);
  const accented = own === undefined ? monthsOf(others) : known;
  const read = new Map<string, number | undefined>();
  return (name) => {
    if (read.has(name)) return read.get(name);
    const plain = withoutCase(name);
    const folded = withoutAccents(plain);
    const month = (folded === plain ? known : accented).get(folded);
    if (read.size < MOST_NAMES) read.set(name, month);
    return month;
  };
}

function monthsOf(lists: readonly string[]): Map<string, number | undefined> {
  const known = new Map<string, number | undefined>();
  for (const list of lists) {
    for (const [at, forms] of list.split(" ").entries()) {
      for (const form of forms.split("|")) {
        // November is called in Polish what October is in Croatian.
        const agrees = !known.has(form) || known.get(form) === at + 1;
        known.set(form, agrees ? at + 1 : undefined);
      }
    }
  }
  return known;
}

const withoutCase = (name: string): string =>
  name.toLowerCase().replace(/\.$/, "").normalize("NFC");
