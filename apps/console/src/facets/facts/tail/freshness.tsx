import { useSuspenseQuery } from '@tanstack/react-query';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { installationQuery } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import './freshness.css';

/** Below this the delay is no news. */
const lagWorthSayingMs = 5000;

/** Says when lists and counts trail behind the facts; silent while they do not. */
export function Freshness() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useSuspenseQuery(installationQuery());
  const isBehind = data.foldLag.steps > 0 && data.foldLag.milliseconds > lagWorthSayingMs;
  if (!isBehind) return null;
  const seconds = new Intl.NumberFormat(format.locale, { style: 'unit', unit: 'second', maximumFractionDigits: 0 });
  return (
    <Tooltip title={t('facts.lag', { duration: seconds.format(data.foldLag.milliseconds / 1000) })}>
      <output className="freshness">{t('facts.behind', { count: format.integer(data.foldLag.steps) })}</output>
    </Tooltip>
  );
}
