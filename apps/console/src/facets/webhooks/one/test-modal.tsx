import { useMutation } from '@tanstack/react-query';
import { CheckCircleOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { BodyText } from '../said/body-text.tsx';
import { Failure } from '../said/failure.tsx';
import type { Webhook } from '../said/webhook-queries.ts';

interface Props {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

const modalWidth = 680;

/** Sends an event for trying, and says what came back. */
export function TestModal({ webhook, onClose }: Props) {
  const { t } = useTranslation();
  const test = useMutation({ mutationFn: () => api.webhooks.test({ params: { webhookId: webhook.id } }) });
  return (
    <Modal
      open
      width={modalWidth}
      title={t('webhooks.test.title', { name: webhook.name })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.close')}</Button>
          <Button type="primary" loading={test.isPending} onClick={() => test.mutate()}>
            {test.isIdle ? t('webhooks.test.send') : t('webhooks.test.again')}
          </Button>
        </>
      }
    >
      <p className="modal-lead">{t('webhooks.test.lead')}</p>
      <div aria-live="polite">
        {test.isError && <ProblemPanel error={test.error} isWrite />}
        {test.isSuccess && <Outcome outcome={test.data} />}
      </div>
    </Modal>
  );
}

function Outcome({
  outcome: { isDelivered, status, code, ms, body },
}: {
  readonly outcome: Result<'webhooks', 'test'>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <dl className="facts-list test-facts">
        <div>
          <dt>{t('webhooks.test.outcome')}</dt>
          <dd>
            {isDelivered ? (
              <span className="webhook-state delivery-delivered">
                <CheckCircleOutlined aria-hidden /> {t('webhooks.test.delivered')}
              </span>
            ) : (
              <Failure code={code ?? 'webhook.status'} status={status} />
            )}
          </dd>
        </div>
        <div>
          <dt>{t('webhooks.test.status')}</dt>
          <dd>{status ?? t('webhooks.test.noStatus')}</dd>
        </div>
        <div>
          <dt>{t('webhooks.test.took')}</dt>
          <dd>{t('webhooks.milliseconds', { ms: format.integer(ms) })}</dd>
        </div>
      </dl>
      <h3>{t('webhooks.test.body')}</h3>
      <BodyText body={body} label={t('webhooks.test.body')} />
    </>
  );
}
