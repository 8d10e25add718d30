import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { webhooksKey } from '../said/webhook-queries.ts';
import { countText } from '../said/count-text.ts';
import type { Webhook } from '../said/webhook-queries.ts';

/** Sends everything that was given up once more, after its number was confirmed. */
export function SendDeadAgain({ webhook: { id, deadCount, state } }: { readonly webhook: Webhook }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const send = useMutation({
    mutationFn: () => api.webhooks.sendDeadAgain({ params: { webhookId: id } }),
    onSuccess: async ({ count }) => {
      setIsAsking(false);
      void message.success(t('webhooks.log.deadSent', { count: format.integer(count) }));
      await queryClient.invalidateQueries({ queryKey: webhooksKey });
    },
  });
  const count = countText(deadCount, format);
  return (
    <>
      <GuardedButton
        needs="webhooks.manage"
        refusal={deadCount === 0 ? t('webhooks.log.noneDead') : undefined}
        onClick={() => setIsAsking(true)}
      >
        {t('webhooks.log.sendDead', { count })}
      </GuardedButton>
      {isAsking && (
        <Modal
          open
          title={t('webhooks.log.sendDead', { count })}
          okText={t('webhooks.log.sendAgain')}
          cancelText={t('action.cancel')}
          okButtonProps={{ loading: send.isPending }}
          onOk={() => send.mutate()}
          onCancel={() => setIsAsking(false)}
        >
          <p>{t('webhooks.log.sendDeadLead', { count })}</p>
          {state !== 'active' && <p className="hint">{t('webhooks.log.waitsForResume')}</p>}
          {send.isError && <ProblemPanel error={send.error} isWrite />}
        </Modal>
      )}
    </>
  );
}
