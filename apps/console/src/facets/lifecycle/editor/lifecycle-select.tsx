import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import type { LifecycleDocument } from '../../../stages/lifecycle-document.ts';

interface Props {
  readonly lifecycles: readonly LifecycleDocument[];
  readonly lifecycle: LifecycleDocument | undefined;
  readonly onLifecycle: (id: string) => void;
}

/** Which lifecycle is looked at, where a program has several. */
export function LifecycleSelect({ lifecycles, lifecycle, onLifecycle }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  if (lifecycles.length < 2) return null;
  return (
    <Select
      aria-label={t('lifecycle.title')}
      value={lifecycle?.id ?? ''}
      options={lifecycles.map(({ id, name }) => ({ value: id, label: local(name) }))}
      onChange={onLifecycle}
    />
  );
}
