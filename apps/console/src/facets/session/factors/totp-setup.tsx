import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, QRCode, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { useConfirmed } from '../../../ui/sign-in/confirm-identity.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import './factors.css';

interface Props {
  readonly onDone: () => void;
  readonly onCancel?: () => void;
}

/** From naming the authenticator over its picture and first code to the recovery codes. */
export function TotpSetup({ onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const confirmed = useConfirmed();
  const [codes, setCodes] = useState<readonly string[]>([]);
  const begin = useMutation({
    mutationFn: (name: string) => confirmed.run(() => api.session.addTotp({ body: { name } })),
  });
  const confirm = useMutation({
    mutationFn: ({ factorId, code }: { readonly factorId: string; readonly code: string }) =>
      api.session.confirmTotp({ params: { factorId }, body: { code } }),
    onSuccess: ({ recoveryCodes }) => (recoveryCodes.length === 0 ? onDone() : setCodes(recoveryCodes)),
  });
  if (codes.length > 0) return <RecoveryCodes codes={codes} onDone={onDone} />;
  const failure = begin.error ?? confirm.error;
  return (
    <div className="factor-setup">
      {confirmed.dialog}
      {failure !== null && <ProblemPanel error={failure} isWrite />}
      {begin.data === undefined ? (
        <Form<{ name: string }>
          layout="vertical"
          requiredMark={false}
          initialValues={{ name: t('session.factors.nameDefault') }}
          onFinish={({ name }) => begin.mutate(name)}
        >
          <Form.Item name="name" label={t('session.factors.name')} rules={[{ required: true, max: 200 }]}>
            <Input />
          </Form.Item>
          <Acts submit={t('session.factors.begin')} isPending={begin.isPending} onCancel={onCancel} />
        </Form>
      ) : (
        <Form<{ code: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={({ code }) => confirm.mutate({ factorId: begin.data.factorId, code })}
        >
          <p>{t('session.factors.scan')}</p>
          <QRCode
            value={begin.data.uri}
            type="svg"
            color="#000000"
            bgColor="#ffffff"
            aria-label={t('session.factors.picture')}
          />
          <p className="quiet">{t('session.factors.byHand')}</p>
          <Typography.Text
            code
            copyable={{ text: begin.data.secret, tooltips: [t('action.copy'), t('action.copied')] }}
          >
            {begin.data.secret.match(/.{1,4}/g)?.join(' ')}
          </Typography.Text>
          <Form.Item name="code" label={t('session.factors.code')} rules={[{ required: true }]}>
            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={10} />
          </Form.Item>
          <Acts submit={t('session.factors.finish')} isPending={confirm.isPending} onCancel={onCancel} />
        </Form>
      )}
    </div>
  );
}

interface ActsProps {
  readonly submit: string;
  readonly isPending: boolean;
  readonly onCancel: (() => void) | undefined;
}

function Acts({ submit, isPending, onCancel }: ActsProps) {
  const { t } = useTranslation();
  return (
    <div className="row-acts">
      <Button type="primary" htmlType="submit" loading={isPending}>
        {submit}
      </Button>
      {onCancel !== undefined && <Button onClick={onCancel}>{t('action.cancel')}</Button>}
    </div>
  );
}
