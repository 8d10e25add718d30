import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { useConfirmed } from '../../../ui/sign-in/confirm-identity.tsx';
import { makePasskey } from '../../../ui/sign-in/passkeys.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import './factors.css';

interface Props {
  readonly onDone: () => void;
  readonly onCancel?: () => void;
}

/** From naming the passkey over what the browser asks to the recovery codes. */
export function PasskeySetup({ onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const confirmed = useConfirmed();
  const [codes, setCodes] = useState<readonly string[]>([]);
  const add = useMutation({
    mutationFn: async (name: string) => {
      const { token, options } = await confirmed.run(() => api.session.addPasskey({ body: { name } }));
      return api.session.confirmPasskey({ body: { token, response: await makePasskey(options) } });
    },
    onSuccess: ({ recoveryCodes }) => (recoveryCodes.length === 0 ? onDone() : setCodes(recoveryCodes)),
  });
  if (codes.length > 0) return <RecoveryCodes codes={codes} onDone={onDone} />;
  return (
    <div className="factor-setup">
      {confirmed.dialog}
      {add.isError && <ProblemPanel error={add.error} isWrite />}
      <Form<{ name: string }>
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: t('session.factors.passkeyDefault') }}
        onFinish={({ name }) => add.mutate(name)}
      >
        <Form.Item name="name" label={t('session.factors.passkeyName')} rules={[{ required: true, max: 200 }]}>
          <Input />
        </Form.Item>
        <p className="quiet">{t('session.factors.passkeyNext')}</p>
        <div className="row-acts">
          <Button type="primary" htmlType="submit" loading={add.isPending}>
            {t('session.factors.begin')}
          </Button>
          {onCancel !== undefined && <Button onClick={onCancel}>{t('action.cancel')}</Button>}
        </div>
      </Form>
    </div>
  );
}
