import type { CalendarUnit } from '../language/behaviour-window.ts';
import type { BehaviourTest } from '../language/segment-node.ts';

type Measure = BehaviourTest['measure'];
type WindowWord = 'days' | 'daysAgo' | 'calendarDays' | 'today' | 'dates' | 'since' | 'through' | CalendarWord;
type CalendarWord = `${'this' | 'previous'}${Capitalize<CalendarUnit>}`;
type RhythmWord = 'regular' | 'stopped' | 'again';

/** What segments are written with; `{{x}}` is filled in. */
export interface SegmentTexts {
  readonly bought: string;
  readonly fact: string;
  readonly where: string;
  readonly behaviour: string;
  readonly ever: string;
  readonly never: string;
  readonly window: { readonly [Name in WindowWord]: string };
  readonly measure: { readonly [Name in Exclude<Measure, 'rhythm'>]: string };
  readonly moment: { readonly in: string; readonly notIn: string };
  readonly rhythm: { readonly [Name in RhythmWord]: string };
  readonly hours: string;
  readonly bucket: string;
}

/** The one wording of segments, beside that of conditions. */
export const segmentTexts = {
  en: {
    bought: 'bought',
    fact: '“{{type}}”',
    where: '{{what}} where {{where}}',
    behaviour: '{{what}}, {{window}}: {{test}}',
    ever: 'ever',
    never: 'not once',
    window: {
      days: 'in the last {{days}}',
      daysAgo: 'between {{days}} and {{until}} ago',
      today: 'today',
      calendarDays: 'today and the {{days}} before',
      dates: 'from {{from}} through {{through}}',
      since: 'since {{from}}',
      through: 'through {{through}}',
      thisWeek: 'this week',
      thisMonth: 'this month',
      thisQuarter: 'this quarter',
      thisYear: 'this year',
      previousWeek: 'last week',
      previousMonth: 'last month',
      previousQuarter: 'last quarter',
      previousYear: 'last year',
    },
    measure: {
      count: 'number of times {{compared}}',
      days: 'number of different days {{compared}}',
      orders: 'number of orders {{compared}}',
      sum: 'sum of {{property}} {{compared}}',
      average: 'average of {{property}} {{compared}}',
      least: 'least {{property}} {{compared}}',
      greatest: 'greatest {{property}} {{compared}}',
      distinct: 'number of different values of {{property}} {{compared}}',
      first: 'the first time was {{span}}',
      last: 'the last time was {{span}}',
      followed: 'followed within {{within}} by {{by}}',
      notFollowed: 'not followed within {{within}} by {{by}}',
    },
    moment: { in: '{{span}}', notIn: 'not {{span}}' },
    rhythm: {
      regular: 'regularly, at least once in each of the last {{times}} periods of {{days}}',
      stopped: 'stopped: regularly in {{times}} periods of {{days}}, then not once in the last {{quiet}}',
      again: 'again: in the last {{days}}, after {{quiet}} such periods without',
    },
    hours: '{{count}} hours',
    bucket: 'a random share of {{share}} % (“{{salt}}”)',
  },
  zh: {
    bought: '购买',
    fact: '“{{type}}”',
    where: '{{what}}（{{where}}）',
    behaviour: '{{window}}{{what}}：{{test}}',
    ever: '有史以来',
    never: '一次也没有',
    window: {
      days: '最近 {{days}}内',
      daysAgo: '{{days}}前至 {{until}}前',
      today: '今天',
      calendarDays: '今天及之前 {{days}}',
      dates: '{{from}} 至 {{through}}',
      since: '{{from}} 起',
      through: '截至 {{through}}',
      thisWeek: '本周',
      thisMonth: '本月',
      thisQuarter: '本季度',
      thisYear: '今年',
      previousWeek: '上周',
      previousMonth: '上月',
      previousQuarter: '上季度',
      previousYear: '去年',
    },
    measure: {
      count: '次数 {{compared}}',
      days: '不同天数 {{compared}}',
      orders: '订单数 {{compared}}',
      sum: '{{property}}合计 {{compared}}',
      average: '{{property}}平均 {{compared}}',
      least: '{{property}}最小值 {{compared}}',
      greatest: '{{property}}最大值 {{compared}}',
      distinct: '{{property}}不同值的个数 {{compared}}',
      first: '第一次在{{span}}',
      last: '最后一次在{{span}}',
      followed: '之后 {{within}}内有{{by}}',
      notFollowed: '之后 {{within}}内没有{{by}}',
    },
    moment: { in: '{{span}}', notIn: '{{span}}之外' },
    rhythm: {
      regular: '规律进行，最近 {{times}} 个 {{days}}周期内每期至少一次',
      stopped: '已停止：曾连续 {{times}} 个 {{days}}周期每期至少一次，最近 {{quiet}} 期一次也没有',
      again: '重新开始：最近 {{days}}内有，此前 {{quiet}} 个同样周期没有',
    },
    hours: '{{count}} 小时',
    bucket: '随机抽取 {{share}} %（“{{salt}}”）',
  },
} as const satisfies { readonly [Language in 'en' | 'zh']: SegmentTexts };
