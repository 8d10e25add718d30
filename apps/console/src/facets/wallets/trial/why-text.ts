import type { TFunction } from 'i18next';
import type { Formatter } from '../../../format/format.ts';
import { unitsText } from '../../../units/units-text.ts';
import type { RuleForecast } from './trial-queries.ts';

interface Said {
  readonly t: TFunction;
  readonly format: Formatter;
  readonly nameOf: (rule: string) => string;
  readonly decimals: number;
}

/** Why a rule earns no more, each reason as a sentence; none where it earns all that it says. */
export function whyTexts({ why, limits }: RuleForecast, said: Said): readonly string[] {
  return [...(why === null ? [] : [leftOutText(why, said)]), ...limits.map((limit) => limitText(limit, said))];
}

function leftOutText(why: NonNullable<RuleForecast['why']>, { t, format, nameOf }: Said): string {
  switch (why.kind) {
    case 'below_minimum':
      return t('wallets.trial.why.below_minimum', { amount: format.money(why.missingMinor ?? 0) });
    case 'outbid':
    case 'excluded':
      return t(`wallets.trial.why.${why.kind}`, { rule: nameOf(why.by ?? '') });
    default:
      return t(`wallets.trial.why.${why.kind}`);
  }
}

function limitText(limit: RuleForecast['limits'][number], { t, format, decimals }: Said): string {
  const left = unitsText(limit.left, decimals, format);
  if (limit.per === null || limit.period === null) return t('wallets.trial.limit.balance', { left });
  if (limit.per === 'rule') return t('wallets.trial.limit.rule', { left });
  return t(`wallets.trial.limit.${limit.per}`, { left, period: t(`wallets.trial.period.${limit.period}`) });
}
