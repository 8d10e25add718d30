import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';

interface Props {
  readonly factor: Result<'session', 'factors'>['items'][number];
  readonly onChanged: () => void;
  readonly onRemove: () => void;
}

/** One second factor: its name, which can be another, its kind and last use. */
export function FactorRow({ factor, onChanged, onRemove }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isRenaming, setRenaming] = useState(false);
  const { id: factorId, name } = factor;
  const rename = useMutation({
    mutationFn: (wanted: string) => api.session.renameFactor({ params: { factorId }, body: { name: wanted } }),
    onSuccess: () => {
      setRenaming(false);
      onChanged();
    },
  });
  if (isRenaming) {
    return (
      <li>
        <Form<{ name: string }>
          layout="vertical"
          requiredMark={false}
          initialValues={{ name }}
          onFinish={(values) => rename.mutate(values.name)}
        >
          {rename.isError && <ProblemPanel error={rename.error} isWrite />}
          <Form.Item name="name" label={t('session.factors.newName', { name })} rules={[{ required: true, max: 200 }]}>
            <Input />
          </Form.Item>
          <div className="row-acts">
            <Button type="primary" htmlType="submit" loading={rename.isPending}>
              {t('action.save')}
            </Button>
            <Button onClick={() => setRenaming(false)}>{t('action.cancel')}</Button>
          </div>
        </Form>
      </li>
    );
  }
  return (
    <li>
      <span>
        {name}
        <span className="quiet">
          {' · '}
          {t(`session.factors.kind.${factor.kind}`)}
          {factor.lastUsedAt !== null && ` · ${t('session.factors.used', { at: format.day(factor.lastUsedAt) })}`}
        </span>
      </span>
      <span className="row-acts">
        <Button size="small" aria-label={t('session.factors.renameOne', { name })} onClick={() => setRenaming(true)}>
          {t('session.factors.rename')}
        </Button>
        <Button size="small" aria-label={t('session.factors.removeOne', { name })} onClick={onRemove}>
          {t('session.factors.remove')}
        </Button>
      </span>
    </li>
  );
}
