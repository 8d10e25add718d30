import { oldSecretHoursMax } from '@perennial/contracts/staff';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { webhooksKey } from '../said/webhook-queries.ts';
import type { Webhook } from '../said/webhook-queries.ts';
import { SecretOnce } from '../secret/secret-once.tsx';
import { VerifyHelp } from '../secret/verify-help.tsx';

interface Props {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

const modalWidth = 680;
const hoursFirst = 24;

/** Makes a new secret, and says until when the one before signs as well. */
export function RotateModal({ webhook, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const [hours, setHours] = useState<number | null>(hoursFirst);
  const rotate = useMutation({
    mutationFn: (keepOldHours: number) =>
      api.webhooks.rotateSecret({ params: { webhookId: webhook.id }, body: { keepOldHours } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhooksKey }),
  });
  const { data: made } = rotate;
  return (
    <Modal
      open
      width={modalWidth}
      title={t('webhooks.rotate.title', { name: webhook.name })}
      onCancel={onClose}
      mask={{ closable: made === undefined }}
      footer={
        made === undefined ? (
          <>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button
              type="primary"
              disabled={hours === null}
              loading={rotate.isPending}
              onClick={() => rotate.mutate(hours ?? hoursFirst)}
            >
              {t('webhooks.rotate.make')}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>{t('webhooks.rotate.kept')}</Button>
        )
      }
    >
      {made === undefined ? (
        <>
          <p className="modal-lead">{t('webhooks.rotate.lead')}</p>
          {webhook.oldSecretUntil !== null && (
            <p className="modal-lead hint-warning">
              {t('webhooks.rotate.twice', { at: format.instant(webhook.oldSecretUntil) })}
            </p>
          )}
          <label className="control">
            {t('webhooks.rotate.hours')}
            <InputNumber min={0} max={oldSecretHoursMax} precision={0} value={hours} onChange={setHours} />
          </label>
          <p className="hint">{t('webhooks.rotate.hoursHint', { max: oldSecretHoursMax })}</p>
          {rotate.isError && <ProblemPanel error={rotate.error} isWrite />}
        </>
      ) : (
        <div className="stack">
          <SecretOnce secret={made.secret} />
          <p>
            {made.webhook.oldSecretUntil === null
              ? t('webhooks.rotate.oldEnded')
              : t('webhooks.secret.oldUntil', { at: format.instant(made.webhook.oldSecretUntil) })}
          </p>
          <VerifyHelp />
        </div>
      )}
    </Modal>
  );
}
