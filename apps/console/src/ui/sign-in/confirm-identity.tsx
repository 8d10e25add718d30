import { ApiError } from '@perennial/contracts';
import { useMutation } from '@tanstack/react-query';
import { Form, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { ProblemPanel } from '../problem-panel.tsx';

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

type Kind = 'password' | 'totp';

function ConfirmModal({ onDone, onClose }: { readonly onDone: () => void; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ readonly proof: string }>();
  const [kind, setKind] = useState<Kind>('password');
  const confirm = useMutation({
    mutationFn: (proof: string) =>
      api.session.confirm({
        body: { proof: kind === 'password' ? { kind, password: proof } : { kind, code: proof } },
      }),
    onSuccess: onDone,
  });
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
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ proof }) => confirm.mutate(proof)}>
        <Segmented<Kind>
          value={kind}
          onChange={setKind}
          options={(['password', 'totp'] as const).map((value) => ({ value, label: t(`confirm.${value}`) }))}
        />
        <Form.Item name="proof" label={t(`confirm.${kind}`)} rules={[{ required: true }]}>
          {kind === 'password' ? (
            <Input.Password autoComplete="current-password" />
          ) : (
            <Input inputMode="numeric" autoComplete="one-time-code" />
          )}
        </Form.Item>
      </Form>
    </Modal>
  );
}
