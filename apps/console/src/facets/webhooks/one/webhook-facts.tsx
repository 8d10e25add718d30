import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { conditionText } from '../../../conditions/condition-text.ts';
import { useTextContext } from '../../../conditions/use-text-context.ts';
import { useToldFields } from '../form/use-told-fields.ts';
import { conditionOf } from '../form/webhook-values.ts';
import { viewOf } from '../../../conditions/editor-field.ts';
import { personName } from '../../../i18n/person-name.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Ago } from '../said/ago.tsx';
import { useEventNames } from '../said/event-names.ts';
import { LastFailure } from '../said/last-failure.tsx';
import { WaitingText } from '../said/waiting-text.tsx';
import type { Webhook } from '../said/webhook-queries.ts';
import { identityText } from '../said/identity-text.ts';
import { countText } from '../said/count-text.ts';
import './one.css';

interface Props {
  readonly webhook: Webhook;
  /** When it was asked for. */
  readonly nowMs: number;
}

/** How deliveries go, and what was said of the webhook. */
export function WebhookFacts({ webhook, nowMs }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOfEvent = useEventNames();
  const { identities } = webhook;
  const separator = t('value.separator');
  return (
    <Panel title={t('webhooks.facts.title')} lead={t(`webhooks.stateHint.${webhook.state}`)}>
      <dl className="webhook-facts">
        <Fact name={t('webhooks.column.waiting')}>
          <WaitingText webhook={webhook} nowMs={nowMs} />
        </Fact>
        <Fact name={t('webhooks.column.dead')}>{countText(webhook.deadCount, format)}</Fact>
        <Fact name={t('webhooks.column.lastDelivered')}>
          <Ago at={webhook.lastDeliveredAt} nowMs={nowMs} />
        </Fact>
        <Fact name={t('webhooks.column.lastFailed')}>
          <LastFailure webhook={webhook} nowMs={nowMs} />
        </Fact>
        <Fact name={t('webhooks.column.events')}>{webhook.types.map(nameOfEvent).join(separator)}</Fact>
        <Fact name={t('webhooks.form.whom')}>
          <Whom condition={webhook.condition} />
        </Fact>
        <Fact name={t('webhooks.form.identities')}>
          {identities.length === 0
            ? t('webhooks.form.identitiesNone')
            : identities.map((type) => identityText(type, t)).join(separator)}
        </Fact>
        <Fact name={t('webhooks.form.limits')}>
          {t('webhooks.facts.limits', {
            rate: format.integer(webhook.perSecondMax),
            seconds: format.decimal(webhook.timeoutMs / 1_000),
          })}
        </Fact>
        <Fact name={t('webhooks.secret.title')}>
          <code>{webhook.secretHint}</code>
          {webhook.oldSecretUntil !== null && (
            <span className="block quiet">
              {t('webhooks.secret.oldUntil', { at: format.instant(webhook.oldSecretUntil) })}
            </span>
          )}
        </Fact>
        <Fact name={t('webhooks.facts.created')}>
          <Instant at={webhook.createdAt} /> <span className="quiet">{personName(webhook.createdBy, t)}</span>
        </Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Of whom events are told, as a sentence. */
function Whom({ condition }: Pick<Webhook, 'condition'>) {
  const { t } = useTranslation();
  const context = useTextContext();
  const fields = useToldFields();
  const read = conditionOf(condition);
  if (read === undefined) return t(condition === null ? 'webhooks.form.everybody' : 'webhooks.form.narrowed');
  return conditionText(read, {
    ...context,
    fieldOf: (name) => {
      const field = fields.find(name);
      return field === undefined ? context.fieldOf(name) : viewOf(field);
    },
  });
}
