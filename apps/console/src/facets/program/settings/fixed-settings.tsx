import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { installationQuery } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Panel } from '../../../ui/panel.tsx';

/** What no version of the program can change, each with the reason. */
export function FixedSettings() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useSuspenseQuery(installationQuery());
  const rows = [
    [t('program.settings.zone'), data.zone, t('program.settings.zoneWhy')],
    [t('program.settings.currency'), data.currency, t('program.settings.currencyWhy')],
    [
      t('program.settings.phoneCountry'),
      data.phoneCountry === '' ? t('value.none') : data.phoneCountry,
      t('program.settings.phoneCountryWhy'),
    ],
    [t('program.settings.shards'), format.integer(data.shardCount), t('program.settings.shardsWhy')],
  ] as const;
  return (
    <Panel title={t('program.settings.fixed')} lead={t('program.settings.fixedLead')}>
      <dl className="fixed-list">
        {rows.map(([label, value, why]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <strong>{value}</strong> <span className="quiet">{why}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
