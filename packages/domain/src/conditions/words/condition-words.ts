import type { ConditionOperator } from '../../kernel/fields/field.ts';

type Combinator = 'and' | 'or' | 'notAnd' | 'notOr';

/** What conditions are written with; `{{x}}` is filled in. */
export interface ConditionTexts {
  readonly operator: { readonly [Operator in ConditionOperator]: string };
  readonly combinator: { readonly [Name in Combinator]: string };
  readonly group: string;
  readonly comma: string;
  readonly semicolon: string;
  readonly without: string;
  readonly window: { readonly [Name in 'days' | 'oneDay' | 'personal' | 'cycle']: string };
  readonly yes: string;
  readonly no: string;
  readonly none: string;
}

/** The one wording of conditions: of the console's screens, and of differences between programs. */
export const conditionTexts = {
  en: {
    operator: {
      within: 'within the last',
      notWithin: 'not within the last',
      before: 'before',
      onOrAfter: 'on or after',
      null: 'is empty',
      notNull: 'is not empty',
      '=': 'equals',
      '!=': 'is not',
      '<': 'is less than',
      '<=': 'is at most',
      '>': 'is more than',
      '>=': 'is at least',
      between: 'is between',
      contains: 'contains',
      in: 'is one of',
      notIn: 'is none of',
    },
    combinator: { and: 'all of', or: 'any of', notAnd: 'not all of', notOr: 'none of' },
    group: '{{combinator}} ({{clauses}})',
    comma: ', ',
    semicolon: '; ',
    without: 'Without: {{what}}',
    window: {
      days: '{{days}} days',
      oneDay: '1 day',
      personal: '{{multiple}} × her own purchase gap ({{min}}–{{max}} days)',
      cycle: '{{multiple}} × the cycle of her last category (else {{fallback}} days)',
    },
    yes: 'Yes',
    no: 'No',
    none: '—',
  },
  zh: {
    operator: {
      within: '在最近',
      notWithin: '不在最近',
      before: '早于',
      onOrAfter: '不早于',
      null: '为空',
      notNull: '不为空',
      '=': '等于',
      '!=': '不等于',
      '<': '小于',
      '<=': '至多',
      '>': '大于',
      '>=': '至少',
      between: '介于',
      contains: '包含',
      in: '属于',
      notIn: '不属于',
    },
    combinator: { and: '全部满足', or: '满足任一', notAnd: '并非全部满足', notOr: '全部不满足' },
    group: '{{combinator}}（{{clauses}}）',
    comma: '、',
    semicolon: '；',
    without: '无{{what}}',
    window: {
      days: '{{days}} 天',
      oneDay: '1 天',
      personal: '个人购买间隔的 {{multiple}} 倍（{{min}}–{{max}} 天）',
      cycle: '最近购买品类周期的 {{multiple}} 倍（缺省 {{fallback}} 天）',
    },
    yes: '是',
    no: '否',
    none: '—',
  },
} as const satisfies { readonly [Language in 'en' | 'zh']: ConditionTexts };

/** A text with its places filled in. */
export function fillIn(template: string, parts: { readonly [name: string]: string }): string {
  return template.replaceAll(/\{\{(\w+)\}\}/gu, (place, name: string) => parts[name] ?? place);
}
