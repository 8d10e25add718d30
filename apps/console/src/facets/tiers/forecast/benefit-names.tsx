import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import type { Coming } from './forecast-rows.ts';

/** Benefits that go with a level. */
export function BenefitNames({ benefits }: { readonly benefits: Coming['loses'] }) {
  const { t } = useTranslation();
  const local = useLocal();
  if (benefits.length === 0) return <span className="quiet">{t('tiers.forecast.losesNothing')}</span>;
  return (
    <ul className="benefit-names">
      {benefits.map(({ id, name }) => (
        <li key={id}>{local(name)}</li>
      ))}
    </ul>
  );
}
