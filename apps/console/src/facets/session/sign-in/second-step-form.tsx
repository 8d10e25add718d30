import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { takePasskey, usePasskeysHere } from '../../../ui/sign-in/passkeys.ts';

type SecondStep = Extract<Result<'session', 'signIn'>, { readonly step: 'second' }>;

interface Props {
  readonly step: SecondStep;
  readonly onEntered: (session: Result<'session', 'me'>) => void;
  readonly onBack: () => void;
}

type Method = SecondStep['methods'][number];

/** The second step: a passkey, a code of the authenticator, or one of the recovery codes in their place. */
export function SecondStepForm({ step, onEntered, onBack }: Props) {
  const { t } = useTranslation();
  const hasPasskeys = usePasskeysHere();
  const methods = step.methods.filter(({ kind }) => kind !== 'passkey' || hasPasskeys);
  const [chosen, setChosen] = useState<Method['kind']>();
  const method = methods.find(({ kind }) => kind === chosen) ?? methods[0];
  if (method === undefined) return <p>{t('session.second.none')}</p>;
  const form = { token: step.token, onEntered };
  return (
    <div>
      <h2 className="sign-in-step">{t('session.second.title')}</h2>
      <p className="quiet">{t(`session.second.lead.${method.kind}`)}</p>
      {method.kind === 'passkey' ? (
        <PasskeyStep {...form} options={method.options} />
      ) : (
        <CodeStep key={method.kind} {...form} kind={method.kind} />
      )}
      <div className="sign-in-others">
        {methods
          .filter(({ kind }) => kind !== method.kind)
          .map(({ kind }) => (
            <Button key={kind} type="link" onClick={() => setChosen(kind)}>
              {t(`session.second.use.${kind}`)}
            </Button>
          ))}
        <Button type="link" onClick={onBack}>
          {t('session.second.back')}
        </Button>
      </div>
    </div>
  );
}

interface StepProps {
  readonly token: string;
  readonly onEntered: Props['onEntered'];
}

function PasskeyStep({
  token,
  onEntered,
  options,
}: StepProps & { readonly options: Extract<Method, { readonly kind: 'passkey' }>['options'] }) {
  const { t } = useTranslation();
  const finish = useMutation({
    mutationFn: async () =>
      api.session.secondStep({ body: { token, proof: { kind: 'passkey', response: await takePasskey(options) } } }),
    onSuccess: onEntered,
  });
  return (
    <>
      {finish.isError && <ProblemPanel error={finish.error} isWrite />}
      <Button type="primary" block loading={finish.isPending} onClick={() => finish.mutate()}>
        {t('session.second.takePasskey')}
      </Button>
    </>
  );
}

function CodeStep({ token, onEntered, kind }: StepProps & { readonly kind: 'totp' | 'recovery_code' }) {
  const { t } = useTranslation();
  const finish = useMutation({
    mutationFn: (code: string) => api.session.secondStep({ body: { token, proof: { kind, code } } }),
    onSuccess: onEntered,
  });
  return (
    <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={({ code }) => finish.mutate(code)}>
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
    </Form>
  );
}
