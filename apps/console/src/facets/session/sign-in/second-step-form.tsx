import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';

type SecondStep = Extract<Result<'session', 'signIn'>, { readonly step: 'second' }>;

interface Props {
  readonly step: SecondStep;
  readonly onEntered: (session: Result<'session', 'me'>) => void;
  readonly onBack: () => void;
}

/** The second step: a code of the authenticator, or one of the recovery codes in its place. */
export function SecondStepForm({ step, onEntered, onBack }: Props) {
  const { t } = useTranslation();
  const kinds = step.methods.map(({ kind }) => kind);
  const [kind, setKind] = useState(kinds[0] ?? 'totp');
  const other = kinds.find((one) => one !== kind);
  const finish = useMutation({
    mutationFn: (code: string) => api.session.secondStep({ body: { token: step.token, proof: { kind, code } } }),
    onSuccess: onEntered,
  });
  return (
    <Form<{ code: string }>
      key={kind}
      layout="vertical"
      requiredMark={false}
      onFinish={({ code }) => finish.mutate(code)}
    >
      <h2 className="sign-in-step">{t('session.second.title')}</h2>
      <p className="quiet">{t(`session.second.lead.${kind}`)}</p>
      {finish.isError && <ProblemPanel error={finish.error} isWrite />}
      <Form.Item name="code" label={t(`session.second.label.${kind}`)} rules={[{ required: true }]}>
        <Input
          autoComplete={kind === 'totp' ? 'one-time-code' : 'off'}
          inputMode={kind === 'totp' ? 'numeric' : 'text'}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={finish.isPending}>
        {t('session.signIn.submit')}
      </Button>
      <div className="sign-in-others">
        {other !== undefined && (
          <Button type="link" onClick={() => setKind(other)}>
            {t(`session.second.use.${other}`)}
          </Button>
        )}
        <Button type="link" onClick={onBack}>
          {t('session.second.back')}
        </Button>
      </div>
    </Form>
  );
}
