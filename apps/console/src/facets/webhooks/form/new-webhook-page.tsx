import { webhookLimits } from '@perennial/contracts/staff';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { webhooksKey } from '../said/webhook-queries.ts';
import { SecretOnce } from '../secret/secret-once.tsx';
import { VerifyHelp } from '../secret/verify-help.tsx';
import { webhooksPaths } from '../urls/paths.ts';
import { ManagersOnly } from './managers-only.tsx';
import { useSaving, WebhookForm } from './webhook-form.tsx';
import type { WebhookValues } from './webhook-values.ts';

const initial: Partial<WebhookValues> = {
  types: [],
  whom: { isNarrowed: false, condition: undefined },
  identities: [],
  perSecondMax: webhookLimits.perSecond,
  timeoutSeconds: webhookLimits.timeoutMs / 1_000,
};

type Created = Result<'webhooks', 'create'>;

/** Asks what a new webhook is told, and shows its secret once. */
export function NewWebhookPage() {
  const { t } = useTranslation();
  const [created, setCreated] = useState<Created>();
  return (
    <Page
      title={t('webhooks.form.newTitle')}
      lead={<RouteLink href={webhooksPaths.webhooks()}>{t('webhooks.back')}</RouteLink>}
    >
      <div className="columns">
        <div className="span-7">
          <ManagersOnly>
            {created === undefined ? <NewWebhook onCreated={setCreated} /> : <CreatedPanel created={created} />}
          </ManagersOnly>
        </div>
        <div className="span-5">
          <Panel title={t('webhooks.secret.verify')}>
            <VerifyHelp />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function NewWebhook({ onCreated }: { readonly onCreated: (created: Created) => void }) {
  const { t } = useTranslation();
  const go = useGo();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<WebhookValues>();
  const saving = useSaving({
    form,
    send: (body) => api.webhooks.create({ body }),
    onSaved: (created: Created) => {
      onCreated(created);
      // The secret stands above where the form was sent from.
      globalThis.scrollTo(0, 0);
      void queryClient.invalidateQueries({ queryKey: webhooksKey });
    },
  });
  return (
    <Panel title={t('webhooks.form.what')} lead={t('webhooks.form.lead')}>
      <WebhookForm form={form} initial={initial} error={saving.error} onFinish={saving.mutate} />
      <div className="row-actions">
        <Button type="primary" loading={saving.isPending} onClick={() => form.submit()}>
          {t('webhooks.form.create')}
        </Button>
        <Button onClick={() => go(webhooksPaths.webhooks())}>{t('action.cancel')}</Button>
      </div>
    </Panel>
  );
}

function CreatedPanel({ created: { webhook, secret } }: { readonly created: Created }) {
  const { t } = useTranslation();
  const go = useGo();
  return (
    <Panel title={t('webhooks.form.created', { name: webhook.name })} lead={t('webhooks.form.createdLead')}>
      <div className="stack">
        <SecretOnce secret={secret} />
        <div className="row-actions">
          <Button type="primary" onClick={() => go(webhooksPaths.webhook(webhook.id))}>
            {t('webhooks.form.openIt')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
