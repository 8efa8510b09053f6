import { iconv } from "../iconv.ts";
import type { Finding } from "./detect-dialect.ts";

// Chinese, Japanese and Korean are written with two bytes a character: a page is known by how many of the
// characters that it makes are common ones.

interface EasternPage {
  readonly encoding: string;
  /** Characters that names and addresses are made of. */
  readonly common: RegExp;
  /** First bytes of the characters that everyday text is made of, where each is two bytes above 127. */
  readonly everyday?: RegExp;
}

export interface EasternFinding extends Finding<string> {
  /** Its words are pairs of bytes throughout, so many of them that no other page explains it. */
  readonly isProven: boolean;
}

const KANA = "\\u3041-\\u30FF";
const SIMPLIFIED =
  "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉萍红建国志小大中山海东西南北市省县区路号院医生男女年月日编姓名地址电话城春梅云德永福成光天宝美玲婷慧洁晶莹琳雪佳欣怡思宇浩然轩子涵博俊鑫波辉斌鹏飞凯峰清香月红一二三五六七八九十何健小科室病历诊断门急住挂费就已未退代码状态时间类型内外儿妇产骨感冒血压主任师初复";
const TRADITIONAL =
  "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓馬董唐藍蔣石古紀姚連馮歐程湯田康姜汪白鄒尤巫鐘黎涂龔嚴韓袁金童陸夏柳凃邵志明俊雄美玲淑芬惠雅婷怡君家豪宗翰建宏偉文玉珍秀英麗華月素貞春梅國榮中正大小山海東西南北市省縣區路號院醫生男女年月日編姓名地址電話城臺灣高雄臺中科室病歷診斷門急住掛費就已未退代碼狀態時間類型內外兒婦產骨感冒血壓主任師初複";
const JAPANESE =
  "佐藤鈴木高橋田中伊渡辺山本村小林加吉松井上口清水池石崎森阿部和内原川島大野西東南北青岡谷長金子今平三一二郎太花美由子恵健真里香奈優翔誠浩正明久雄男女夫彦也代江幸菊桜千葉福岩秋宮坂近遠後前新古河県市区町丁目番号病院電話住所氏名年月日科室診療断外来入退予約済受付患者医師状態種別時間内児婦産骨風邪高血圧";
const KOREAN =
  "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구나민진지엄원채천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용수영준서연호희경숙미자순철동건상재훈혜아빈예린윤태승우시병환자이름전화주소대부산구로길번지진료과접수예약완취소내외의등록날짜초재간";

const PAGES: readonly EasternPage[] = [
  {
    encoding: "gb18030",
    common: new RegExp(`[${SIMPLIFIED}]`, "gu"),
    everyday: /^(?:[\xB0-\xD7][\xA1-\xFE])$/,
  },
  { encoding: "big5", common: new RegExp(`[${TRADITIONAL}]`, "gu") },
  { encoding: "shift_jis", common: new RegExp(`[${KANA}${JAPANESE}]`, "gu") },
  {
    encoding: "euc-jp",
    common: new RegExp(`[${KANA}${JAPANESE}]`, "gu"),
    everyday: /^(?:[\xA4\xA5\xB0-\xCF][\xA1-\xFE])$/,
  },
  {
    encoding: "euc-kr",
    common: new RegExp(`[${KOREAN}]`, "gu"),
    everyday: /^(?:[\xB0-\xC8][\xA1-\xFE])$/,
  },
];

/** Where fewer characters than this share are common, it is another page. */
const COMMON = 0.4;
const FAR = 0.15;
/** The same where all words are pairs of bytes. Of characters chosen at random a tenth are common. */
const COMMON_OF_PAIRS = 0.2;
const EVERYDAY = 0.9;
/** So many different words of pairs are a hint, and so many a proof: half of all others have an odd length. */
const PAIRED = 4;
const PROVEN = 10;
const BROKEN = 0.03;
const FEWEST = 2;
/** A letter of the Latin script in a word of others. */
const MIXED = /[A-Za-z](?=[^\p{ASCII}])|[^\p{ASCII}](?=[A-Za-z])/gu;

/**
 * @param lines of a file that hold bytes above 127, a character for each byte
 * @returns undefined if no such page is plausible
 */
export function byCharacters(lines: readonly string[]): EasternFinding | undefined {
  const bytes = Buffer.from(lines.join("\n"), "latin1");
  const words = new Set(lines.flatMap((line) => line.match(/[\x80-\xFF]+/g) ?? []));
  const each = Buffer.from([...words].join("\n"), "latin1");
  const ranked = PAGES.map((page) => {
    const pairs = wordsOfPairs(words, page);
    // A column of one code is not to weigh as much as all names.
    return { page, pairs, share: shareOfCommon(pairs < PAIRED ? bytes : each, page) };
  }).sort((one, other) => other.share - one.share);
  const [best, rival] = ranked;
  if (best === undefined) return undefined;
  const { pairs } = best;
  if (best.share < (pairs < PAIRED ? COMMON : COMMON_OF_PAIRS)) return undefined;
  const { encoding } = best.page;
  const far = best.share - (rival?.share ?? 0) >= FAR;
  const share = Math.round(best.share * 100);
  const evidence = `not UTF-8; ${share} % of its characters are common ones`;
  const confidence = far ? 1 - 1 / (lines.length + 2) : 0.5;
  return { value: encoding, confidence, evidence, isProven: far && pairs >= PROVEN };
}

/** How many different words are pairs of bytes; 0 if one is not, or its characters are out of the way. */
function wordsOfPairs(words: ReadonlySet<string>, { everyday }: EasternPage): number {
  if (everyday === undefined) return 0;
  if ([...words].some((word) => word.length % 2 === 1)) return 0;
  const pairs = [...words].flatMap((word) => word.match(/../g) ?? []);
  const usual = pairs.filter((pair) => everyday.test(pair)).length;
  return usual < pairs.length * EVERYDAY ? 0 : words.size;
}

function shareOfCommon(bytes: Buffer, { encoding, common }: EasternPage): number {
  const text = iconv().decode(bytes, encoding);
  const characters = text.match(/[^\p{ASCII}]/gu) ?? [];
  const broken = characters.filter((one) => one === "\uFFFD").length;
  const mixed = text.match(MIXED)?.length ?? 0;
  if (characters.length < FEWEST || broken > characters.length * BROKEN) return 0;
  if (mixed * 5 > characters.length) return 0;
  return (text.match(common)?.length ?? 0) / characters.length;
}
