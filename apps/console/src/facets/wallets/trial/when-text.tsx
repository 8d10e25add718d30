import { useTranslation } from 'react-i18next';
import { factName } from '../../../i18n/names.ts';
import { Instant } from '../../../ui/instant.tsx';
import type { RuleForecast } from './trial-queries.ts';

/** When units can be spent, and until when. */
export function WhenSpendable({ lot }: Pick<RuleForecast, 'lot'>) {
  const { t } = useTranslation();
  if (lot === null) return <span className="quiet">{t('value.none')}</span>;
  const { waitsFor, startsAt, expiresAt, isPutOff } = lot;
  return (
    <>
      <span>
        {waitsFor === '' && t('wallets.trial.atOnce')}
        {waitsFor === 'time' && (
          <>
            {t('wallets.trial.from')} <Instant at={startsAt} />
          </>
        )}
        {waitsFor === 'hand' && t('wallets.lotWait.hand')}
        {waitsFor !== '' && startsAt === null && waitsFor !== 'hand' && (
          <>{t('wallets.lotWait.event', { event: factName(waitsFor, t) })}</>
        )}
      </span>
      <span className="hint">
        {expiresAt === null ? (
          t('wallets.field.expiresNever')
        ) : (
          <>
            {t('wallets.trial.until')} <Instant at={expiresAt} />
            {isPutOff && ` ${t('wallets.trial.putOff')}`}
          </>
        )}
      </span>
    </>
  );
}
