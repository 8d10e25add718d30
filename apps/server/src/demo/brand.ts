export const demoLocales = ['zh', 'en'] as const;
export type DemoLocale = (typeof demoLocales)[number];

export interface DemoProduct {
  readonly productId: string;
  readonly name: string;
  readonly category: string;
  readonly priceMinor: number;
  readonly marginMinor: number;
  /** Days that one lasts: what brings the buyer back. */
  readonly cycleDays: number;
}

export interface DemoStore {
  readonly storeId: string;
  readonly name: string;
  readonly region: string;
}

export interface Brand {
  readonly locale: DemoLocale;
  readonly zone: string;
  readonly currency: string;
  readonly products: readonly DemoProduct[];
  readonly stores: readonly DemoStore[];
}

interface Line {
  readonly id: string;
  readonly zh: readonly [category: string, name: string];
  readonly en: readonly [category: string, name: string];
  /** Yuan; pounds are a ninth of it. */
  readonly price: number;
  readonly cycleDays: number;
}

/** A brand of skin care, tea and things for the home: categories that are used up at very different paces. */
const lines: readonly Line[] = [
  {
    id: 'CLN',
    zh: ['护肤/洁面', '氨基酸洁面乳'],
    en: ['Skin care/Cleanser', 'Amino cleanser'],
    price: 98,
    cycleDays: 50,
  },
  {
    id: 'TON',
    zh: ['护肤/爽肤水', '积雪草爽肤水'],
    en: ['Skin care/Toner', 'Centella toner'],
    price: 138,
    cycleDays: 60,
  },
  {
    id: 'SER',
    zh: ['护肤/精华', '烟酰胺精华'],
    en: ['Skin care/Serum', 'Niacinamide serum'],
    price: 269,
    cycleDays: 70,
  },
  {
    id: 'CRM',
    zh: ['护肤/面霜', '神经酰胺面霜'],
    en: ['Skin care/Cream', 'Ceramide cream'],
    price: 228,
    cycleDays: 75,
  },
  { id: 'MSK', zh: ['护肤/面膜', '玻尿酸面膜'], en: ['Skin care/Mask', 'Hyaluronic masks'], price: 79, cycleDays: 28 },
  {
    id: 'SUN',
    zh: ['护肤/防晒', '轻透防晒霜'],
    en: ['Skin care/Sunscreen', 'Light sunscreen'],
    price: 118,
    cycleDays: 45,
  },
  {
    id: 'HND',
    zh: ['护肤/护手霜', '山茶花护手霜'],
    en: ['Skin care/Hand cream', 'Camellia hand cream'],
    price: 45,
    cycleDays: 60,
  },
  { id: 'GRN', zh: ['茶/绿茶', '明前龙井'], en: ['Tea/Green', 'Early spring green tea'], price: 168, cycleDays: 40 },
  { id: 'OOL', zh: ['茶/乌龙', '凤凰单丛'], en: ['Tea/Oolong', 'Phoenix oolong'], price: 148, cycleDays: 45 },
  {
    id: 'HRB',
    zh: ['茶/花草茶', '桂花红枣茶'],
    en: ['Tea/Herbal', 'Osmanthus and date tea'],
    price: 58,
    cycleDays: 30,
  },
  { id: 'CND', zh: ['家居/香薰', '雪松香薰蜡烛'], en: ['Home/Candle', 'Cedar candle'], price: 129, cycleDays: 90 },
  { id: 'TWL', zh: ['家居/毛巾', '长绒棉毛巾'], en: ['Home/Towel', 'Long-staple towel'], price: 69, cycleDays: 180 },
  { id: 'CUP', zh: ['家居/杯壶', '手作茶杯'], en: ['Home/Cup', 'Hand-made cup'], price: 99, cycleDays: 240 },
  { id: 'BED', zh: ['家居/床品', '天丝四件套'], en: ['Home/Bedding', 'Lyocell bedding'], price: 599, cycleDays: 400 },
];

const sizes = {
  zh: ['经典装', '旅行装', '家庭装', '礼盒装'],
  en: ['classic', 'travel size', 'family size', 'gift box'],
} as const;
const sizeFactors = [1, 0.5, 1.7, 2.4] as const;
const cycleFactors = [1, 0.5, 1.8, 1.3] as const;

const storePlaces: readonly {
  readonly id: string;
  readonly zh: readonly [string, string];
  readonly en: readonly [string, string];
}[] = [
  { id: 'S01', zh: ['上海静安店', '华东'], en: ['London Soho', 'London'] },
  { id: 'S02', zh: ['上海徐汇店', '华东'], en: ['London Chelsea', 'London'] },
  { id: 'S03', zh: ['杭州湖滨店', '华东'], en: ['Brighton', 'South'] },
  { id: 'S04', zh: ['南京新街口店', '华东'], en: ['Bath', 'West'] },
  { id: 'S05', zh: ['北京三里屯店', '华北'], en: ['Oxford', 'South'] },
  { id: 'S06', zh: ['北京国贸店', '华北'], en: ['Cambridge', 'East'] },
  { id: 'S07', zh: ['深圳万象天地店', '华南'], en: ['Bristol', 'West'] },
  { id: 'S08', zh: ['广州天河店', '华南'], en: ['Manchester', 'North'] },
  { id: 'S09', zh: ['成都太古里店', '西南'], en: ['Leeds', 'North'] },
  { id: 'S10', zh: ['重庆解放碑店', '西南'], en: ['Edinburgh', 'Scotland'] },
  { id: 'S11', zh: ['武汉楚河汉街店', '华中'], en: ['Glasgow', 'Scotland'] },
  { id: 'S12', zh: ['西安大悦城店', '西北'], en: ['Cardiff', 'Wales'] },
];

/** What the demo's brand sells, and where. */
export function createBrand(locale: DemoLocale): Brand {
  return {
    locale,
    zone: locale === 'zh' ? 'Asia/Shanghai' : 'Europe/London',
    currency: locale === 'zh' ? 'CNY' : 'GBP',
    products: lines.flatMap((line) => sizes[locale].map((size, at) => productOf(line, locale, { size, at }))),
    stores: storePlaces.map((place) => ({ storeId: place.id, name: place[locale][0], region: place[locale][1] })),
  };
}

function productOf(
  line: Line,
  locale: DemoLocale,
  { size, at }: { readonly size: string; readonly at: number },
): DemoProduct {
  const [category, name] = line[locale];
  const units = line.price * (sizeFactors[at] ?? 1) * (locale === 'zh' ? 1 : 1 / 9);
  const priceMinor = Math.max(3, Math.round(units)) * 100 - (locale === 'en' ? 5 : 0);
  const cycleDays = Math.round(line.cycleDays * (cycleFactors[at] ?? 1));
  const full = locale === 'zh' ? `${name} ${size}` : `${name}, ${size}`;
  return {
    productId: `${line.id}-${at + 1}`,
    name: full,
    category,
    priceMinor,
    marginMinor: Math.round(priceMinor * 0.62),
    cycleDays,
  };
}
