import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { unitsText } from '../../../units/units-text.ts';
import { useWalletNames } from '../../../units/use-wallet-names.ts';
import type { MeasureProgress } from '../asked/queries.ts';

type Measure = Pick<MeasureProgress, 'kind' | 'wallet'>;

interface MeasureText {
  readonly nameOf: (measure: Measure) => string;
  /** Amounts are minor units, orders, months or units of a wallet. */
  readonly amountOf: (measure: Measure, value: number) => string;
}

/** What a measure is called, and how its amounts are told. */
export function useMeasureText(): MeasureText {
  const { t } = useTranslation();
  const format = useFormat();
  const { nameOf, decimalsOf } = useWalletNames();
  return {
    nameOf: ({ kind, wallet }) =>
      wallet === null ? t(`tiers.measure.${kind}`) : t('tiers.measureOfWallet', { wallet: nameOf(wallet) }),
    amountOf({ kind, wallet }, value) {
      if (kind === 'net_spend') return format.money(value);
      return kind === 'wallet' ? unitsText(value, decimalsOf(wallet ?? ''), format) : format.integer(value);
    },
  };
}
