// Which letters beyond ASCII people's names have, by language: the evidence that tells a code page.

/** A language that names may be in. */
export interface Language {
  readonly name: string;
  /** Its letters beyond ASCII in lower case, the commonest first; all of them where it has a script of its own. */
  readonly letters: string;
  /** What its words do not have. */
  readonly lacks: RegExp | undefined;
  /** How many exports are in it, among all. */
  readonly share: number;
}

const language = (
  [name, share]: readonly [string, number],
  letters: string,
  lacks?: RegExp,
): Language => ({ name, letters, lacks, share });

export const LANGUAGES: readonly Language[] = [
  language(["Spanish", 0.12], "áéíóñúü", /[kw]|th|ph|ss|tt|ck|sch/g),
  language(["French", 0.1], "éèçêïëôîâàœûùüÿæ"),
  language(["German", 0.1], "üöäßé"),
  language(["Portuguese", 0.08], "ãçéáíâêóõúôàü", /[kwy]|ll|nn|tt|ck|th/g),
  language(["Italian", 0.06], "òàèìùéóî", /[jkwxy]|th|ph|ck/g),
  language(["Polish", 0.06], "łńóśżąęćź", /[qvx]|th|ph|ck|sch/g),
  language(["Turkish", 0.05], "ışğüöçiâîû", /[qwx]|th|ph|ck|sch/g),
  language(["Czech", 0.04], "áíéýřčšžěůúňďťóöü", /[qwx]|th|ph|ck|sch/g),
  language(["Hungarian", 0.04], "áéóöíőüúű", /[qwx]|ph|ck|sch/g),
  language(["Romanian", 0.04], "ăâîșțşţéáöő", /[kqwy]|ll|nn|ss|tt|th|ph/g),
  language(["Swedish", 0.04], "öäåéü", /cz|sz|sch/g),
  language(["Danish or Norwegian", 0.04], "øæåéöüäô", /[qwx]|sch|cz|sz/g),
  language(["Dutch", 0.02], "ëéïèüöç"),
  language(["Croatian or Serbian", 0.03], "ćčšžđ", /[qwxy]|ll|nn|ss|tt|ck|th|ph|ch/g),
  language(["Slovak", 0.02], "áíčšéžýúňľťóďäôŕĺ", /[qwx]|th|ph|ck|sch/g),
  language(["Slovene", 0.01], "čšžćđ", /[qwxy]|ll|nn|ss|tt|ck|th|ph|ch/g),
  language(["Lithuanian", 0.015], "ėšžųčūįąę", /[qwx]|ll|nn|ss|tt|ck|th|ph/g),
  language(["Latvian", 0.015], "āšēņīļķžģūčō", /[qwxy]|ck|th|ph/g),
  language(["Estonian", 0.01], "äõüöšž", /[cqwxyz]|ph|th/g),
  language(["Icelandic", 0.012], "ðóíáúéþöæý", /[cqwz]|ph|th|sch/g),
  language(["Catalan", 0.015], "èéàíòóïçúü", /[kwy]|th|ph|tt|ck/g),
  language(["Albanian", 0.01], "ëç", /w|ck|ph|sch/g),
  language(
    ["Vietnamese", 0.04],
    "ễầị\u0301\u0300\u0309\u0303\u0323đâêôăơưạảấẩẫậắằẳẵặẹẻẽếềểệỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹáàãéèíìóòõúùý",
    /[fjwz]|[bdjlqrsvx](?![aeiouy\u0080-\u1EFF])/g,
  ),
  language(["Russian", 0.12], "аоинервлкстмдгпбяуьйчзыхшюжщёцэфъ"),
  language(["Ukrainian", 0.03], "оаниіервклстмдуєяпбгйчьзшхюїжцщґф"),
  language(["Bulgarian or Serbian", 0.02], "аоиенвртслкмдпгбуяйцчзхшжюъщјљњћђџ"),
  language(["Greek", 0.04], "αοσιηςρνκτεπλμγδυθωβχφζξψάίόήέύώϊΐ"),
  language(["Hebrew", 0.03], "יהולרמאנבשדתחקגעכפזסצטןםךףץ"),
  language(["Arabic", 0.08], "املحيدنرعسبةهفقكجشوأزطخصىتءغثضذئإآظؤ"),
  language(["Persian", 0.02], "ایرمنحدسهزعلبشپکگوفتجقخغصطآئچژ"),
  language(["Thai", 0.03], "านรยกมสวตลพชดทคอบปจงณศหธถผขภฐ์ิีุูเัแ่้โไใ็ำะืึ"),
];

/** What letters are made of, where Unicode does not say. */
const PLAIN: Readonly<Record<string, string>> = {
  ø: "o",
  æ: "e",
  œ: "e",
  ı: "i",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "t",
  ß: "s",
};

/** The letter without its marks. */
export const plainLetter = (letter: string): string =>
  PLAIN[letter] ?? letter.normalize("NFD").charAt(0);
