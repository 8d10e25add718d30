import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { webhooksKey } from '../said/webhook-queries.ts';
import { countText } from '../said/count-text.ts';
import type { Webhook } from '../said/webhook-queries.ts';

interface Props {
  readonly webhook: Webhook;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

/** Says in numbers what goes with a webhook before it is removed. */
export function RemoveModal({ webhook, onClose, onRemoved }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const { id, name, waitingCount, deadCount } = webhook;
  const remove = useMutation({
    mutationFn: () => api.webhooks.remove({ params: { webhookId: id } }),
    onSuccess: async () => {
      onRemoved();
      await queryClient.invalidateQueries({ queryKey: [...webhooksKey, 'list'] });
    },
  });
  return (
    <Modal
      open
      title={t('webhooks.remove.title', { name })}
      okText={t('webhooks.remove.confirm')}
      cancelText={t('action.cancel')}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      onOk={() => remove.mutate()}
      onCancel={onClose}
    >
      <p>
        {waitingCount + deadCount === 0
          ? t('webhooks.remove.nothingLost')
          : t('webhooks.remove.lost', { waiting: countText(waitingCount, format), dead: countText(deadCount, format) })}
      </p>
      <p className="hint">{t('webhooks.remove.lead')}</p>
      {remove.isError && <ProblemPanel error={remove.error} isWrite />}
    </Modal>
  );
}
