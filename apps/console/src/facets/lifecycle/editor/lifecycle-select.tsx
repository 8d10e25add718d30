import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import type { Editor } from '../../program/page/use-editor.ts';

interface Props {
  readonly editor: Editor;
  readonly onLifecycle: (id: string) => void;
}

/** Which lifecycle is looked at, where a program has several. */
export function LifecycleSelect({ editor, onLifecycle }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const { lifecycle, lifecycles } = editor;
  if (lifecycles.length < 2) return null;
  return (
    <Select
      aria-label={t('lifecycle.title')}
      value={lifecycle.id}
      options={lifecycles.map(({ id, name }) => ({ value: id, label: local(name) }))}
      onChange={onLifecycle}
    />
  );
}
