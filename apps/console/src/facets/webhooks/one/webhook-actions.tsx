import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { App } from 'antd';
import { api } from '../../../api/client.ts';
import { problemOf } from '../../../api/problem-of.ts';
import { useSaid } from '../../../i18n/use-said.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { useGo } from '../../../ui/link.tsx';
import { webhookQueries, webhooksKey } from '../said/webhook-queries.ts';
import type { Webhook } from '../said/webhook-queries.ts';
import { webhooksPaths } from '../urls/paths.ts';
import { RemoveModal } from './remove-modal.tsx';
import { RotateModal } from './rotate-modal.tsx';
import { TestModal } from './test-modal.tsx';

interface Props {
  readonly webhook: Webhook;
  readonly onEdit: () => void;
}

type Opened = 'test' | 'rotate' | 'remove';

/** What may be done about a webhook. */
export function WebhookActions({ webhook, onEdit }: Props) {
  const { t } = useTranslation();
  const go = useGo();
  const [opened, setOpened] = useState<Opened>();
  const close = () => setOpened(undefined);
  return (
    <>
      <GuardedButton needs="webhooks.manage" onClick={() => setOpened('test')}>
        {t('webhooks.test.button')}
      </GuardedButton>
      <PauseButton webhook={webhook} />
      <GuardedButton needs="webhooks.manage" onClick={onEdit}>
        {t('action.edit')}
      </GuardedButton>
      <GuardedButton needs="webhooks.manage" onClick={() => setOpened('rotate')}>
        {t('webhooks.rotate.button')}
      </GuardedButton>
      <GuardedButton needs="webhooks.manage" danger onClick={() => setOpened('remove')}>
        {t('webhooks.remove.button')}
      </GuardedButton>
      {opened === 'test' && <TestModal webhook={webhook} onClose={close} />}
      {opened === 'rotate' && <RotateModal webhook={webhook} onClose={close} />}
      {opened === 'remove' && (
        <RemoveModal webhook={webhook} onClose={close} onRemoved={() => go(webhooksPaths.webhooks())} />
      )}
    </>
  );
}

/** Pauses what delivers, and resumes what was paused, rests or is gone. */
function PauseButton({ webhook: { id, state } }: Pick<Props, 'webhook'>) {
  const { t } = useTranslation();
  const said = useSaid();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const act = state === 'active' ? 'pause' : 'resume';
  const change = useMutation({
    mutationFn: () => api.webhooks[act]({ params: { webhookId: id } }),
    onSuccess: async (webhook) => {
      queryClient.setQueryData(webhookQueries.one(id).queryKey, webhook);
      await queryClient.invalidateQueries({ queryKey: webhooksKey });
    },
    onError: (error) => {
      const { title, next } = problemOf(error, t, said);
      void message.error(`${title} ${next}`);
    },
  });
  return (
    <GuardedButton needs="webhooks.manage" loading={change.isPending} onClick={() => change.mutate()}>
      {t(`webhooks.${act}`)}
    </GuardedButton>
  );
}
