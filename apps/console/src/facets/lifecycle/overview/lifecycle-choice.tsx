import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OverviewControlProps } from '../../../facet/overview-places.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useLifecycles } from '../../../stages/use-lifecycle.ts';

/** Which lifecycle the overview is of, where the program has several. */
export function LifecycleChoice({ search, onChange }: OverviewControlProps) {
  const { t } = useTranslation();
  const local = useLocal();
  const lifecycles = useLifecycles();
  if (lifecycles.length < 2) return null;
  return (
    <Select
      aria-label={t('lifecycle.overview.lifecycle')}
      value={search.lifecycle ?? lifecycles[0]?.id ?? ''}
      options={lifecycles.map(({ id, name }) => ({ value: id, label: local(name) }))}
      onChange={(lifecycle) => onChange({ lifecycle })}
      popupMatchSelectWidth={false}
    />
  );
}
