import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { webhooksKey } from '../said/webhook-queries.ts';
import type { Webhook } from '../said/webhook-queries.ts';
import { ManagersOnly } from './managers-only.tsx';
import { useSaving, WebhookForm } from './webhook-form.tsx';
import { valuesOf } from './webhook-values.ts';
import type { WebhookValues } from './webhook-values.ts';

interface Props {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

const drawerWidth = 720;

/** Changes what is said of a webhook. It was read when it was opened: who saves over what came since is refused. */
export function EditWebhook({ webhook, onClose }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [{ id, revision, ...opened }] = useState(webhook);
  const [form] = Form.useForm<WebhookValues>();
  const saving = useSaving({
    form,
    send: (said) => api.webhooks.update({ params: { webhookId: id }, body: { ...said, revision } }),
    onSaved: () => {
      void queryClient.invalidateQueries({ queryKey: webhooksKey });
      onClose();
    },
  });
  return (
    <Drawer
      open
      size={drawerWidth}
      title={t('webhooks.form.editTitle', { name: opened.name })}
      onClose={onClose}
      footer={
        <div className="row-actions">
          <GuardedButton
            needs="webhooks.manage"
            type="primary"
            loading={saving.isPending}
            onClick={() => form.submit()}
          >
            {t('action.save')}
          </GuardedButton>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </div>
      }
    >
      <ManagersOnly>
        <p className="modal-lead">{t('webhooks.form.editLead')}</p>
        <WebhookForm
          form={form}
          initial={valuesOf({ id, revision, ...opened })}
          error={saving.error}
          onFinish={saving.mutate}
        />
      </ManagersOnly>
    </Drawer>
  );
}
