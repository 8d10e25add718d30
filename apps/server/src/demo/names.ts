import type { DemoLocale } from './brand.ts';
import { integerBetween, pick } from './random.ts';
import type { Random } from './random.ts';

const families = Array.from(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
);
const givens = Array.from(
  '伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰萍红鹏飞雪梅琳慧颖欣怡佳宁婷浩宇轩子涵梓萱诗语晨曦雨桐思远嘉欣若曦一诺安然可馨俊熙',
);
const firstNames =
  'Olivia Amelia Isla Ava Mia Ivy Lily Freya Florence Grace Emily Sophie Alice Ruby Ella Hannah Zara Nadia Priya Chloe George Noah Arthur Harry Leo Oscar Jack Henry Thomas Theo Samuel Daniel James Adam Omar Rohan Lewis Callum Ewan Rhys'.split(
    ' ',
  );
const lastNames =
  'Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Wright Walker White Edwards Green Hall Wood Harris Lewis Martin Jackson Clarke Khan Hughes Turner Hill Scott Cooper Morris Ward Moore Clark Baker Morgan Allen Campbell Murray Stewart Ross Kelly Evans'.split(
    ' ',
  );

export interface DemoPerson {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly birthday: string;
  readonly gender: 'female' | 'male';
}

/** The number that the documentation looks up. */
const exampleNumber = '+8613800138000';
const chinesePrefixes = ['138', '139', '136', '150', '158', '186', '187', '177', '199', '133'] as const;

/** Somebody who does not exist: `number` makes phone and e-mail unique. Nothing is ever sent to a number of the demo. */
export function createPerson(random: Random, locale: DemoLocale, number: number): DemoPerson {
  const person = {
    birthday: `${integerBetween(random, 1962, 2006)}-${two(integerBetween(random, 1, 12))}-${two(integerBetween(random, 1, 28))}`,
    gender: integerBetween(random, 0, 99) < 72 ? ('female' as const) : ('male' as const),
  };
  if (locale === 'zh') {
    const given = pick(random, givens) + (integerBetween(random, 0, 99) < 70 ? pick(random, givens) : '');
    const drawn = `+86${pick(random, chinesePrefixes)}${String(number * 37 + 10_000_000).slice(-8)}`;
    const phone = number === 0 ? exampleNumber : drawn;
    return { ...person, name: `${pick(random, families)}${given}`, phone, email: `m${number}@example.cn` };
  }
  const [first, last] = [pick(random, firstNames), pick(random, lastNames)];
  const phone = `+447${String(400_000_000 + number * 37).slice(0, 9)}`;
  return { ...person, name: `${first} ${last}`, phone, email: `${first}.${last}.${number}@example.com`.toLowerCase() };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
