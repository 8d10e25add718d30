import { ApiError } from '@perennial/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { waysQuery } from '../../api/queries.ts';
import { useSession as useReader } from '../../reader/session.ts';
import { ProblemPanel } from '../problem-panel.tsx';
import { takePasskey, usePasskeysHere } from './passkeys.ts';

interface Asked {
  readonly resolve: () => void;
  readonly reject: () => void;
}

/**
 * For acts that the server carries out only for who proved recently who she is: `run` asks for the proof where it is missing, and
 * then does the act again. `dialog` has to be rendered.
 */
export function useConfirmed(): {
  readonly run: <T>(act: () => Promise<T>) => Promise<T>;
  readonly dialog: ReactNode;
} {
  const [asked, setAsked] = useState<Asked | null>(null);
  async function run<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem.code !== 'auth.confirmation_needed') throw error;
      await new Promise<void>((resolve, reject) => setAsked({ resolve, reject: () => reject(error) }));
      return act();
    }
  }
  const leave = (how: keyof Asked) => {
    asked?.[how]();
    setAsked(null);
  };
  const dialog = asked !== null && <ConfirmModal onDone={() => leave('resolve')} onClose={() => leave('reject')} />;
  return { run, dialog };
}

type Kind = 'password' | 'totp' | 'passkey' | 'provider';

/** How this reader can show here who she is, the nearest first. */
function useKinds(): readonly Kind[] {
  const { user } = useReader();
  const { data: ways } = useQuery(waysQuery());
  const hasPasskeys = usePasskeysHere();
  return [
    ...(user.hasPassword ? (['password'] as const) : []),
    ...(hasPasskeys && user.hasFactor ? (['passkey'] as const) : []),
    ...(user.hasFactor ? (['totp'] as const) : []),
    ...((ways?.provider ?? null) === null ? [] : (['provider'] as const)),
  ];
}

/** Where the reader is, to come back to. */
const here = () => location.pathname + location.search;

async function confirmBy(kind: Kind, proof: string): Promise<void> {
  if (kind === 'provider') {
    const { url } = await api.session.visitProviderAgain({ body: { intent: 'confirm', next: here() } });
    location.assign(url);
    // The page goes: nothing that waits for the proof may go on meanwhile.
    await new Promise<never>(() => undefined);
  } else if (kind === 'passkey') {
    const { token, options } = await api.session.askConfirmation();
    await api.session.confirm({ body: { proof: { kind, token, response: await takePasskey(options) } } });
  } else {
    await api.session.confirm({
      body: { proof: kind === 'password' ? { kind, password: proof } : { kind, code: proof } },
    });
  }
}

function ConfirmModal({ onDone, onClose }: { readonly onDone: () => void; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ readonly proof?: string }>();
  const { data: ways } = useQuery(waysQuery());
  const kinds = useKinds();
  const [chosen, setChosen] = useState<Kind>();
  const kind = chosen ?? kinds[0] ?? 'password';
  const provider = ways?.provider?.name ?? '';
  const confirm = useMutation({ mutationFn: (proof: string) => confirmBy(kind, proof), onSuccess: onDone });
  const labelOf = (one: Kind) => (one === 'provider' ? provider : t(`confirm.${one}`));
  return (
    <Modal
      open
      title={t('confirm.title')}
      okText={t('confirm.submit')}
      cancelText={t('action.cancel')}
      okButtonProps={{ loading: confirm.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="modal-lead">{t('confirm.lead')}</p>
      {confirm.isError && <ProblemPanel error={confirm.error} isWrite />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ proof = '' }) => confirm.mutate(proof)}>
        <Segmented<Kind>
          value={kind}
          onChange={setChosen}
          options={kinds.map((value) => ({ value, label: labelOf(value) }))}
        />
        {kind === 'passkey' && <p>{t('confirm.passkeyLead')}</p>}
        {kind === 'provider' && <p>{t('confirm.providerLead', { name: provider })}</p>}
        {(kind === 'password' || kind === 'totp') && (
          <Form.Item name="proof" label={labelOf(kind)} rules={[{ required: true }]}>
            {kind === 'password' ? (
              <Input.Password autoComplete="current-password" />
            ) : (
              <Input inputMode="numeric" autoComplete="one-time-code" />
            )}
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
