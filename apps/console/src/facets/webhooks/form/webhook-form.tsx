import { webhookLimits } from '@perennial/contracts/staff';
import { useMutation } from '@tanstack/react-query';
import { Form, Input, InputNumber } from 'antd';
import type { FormInstance } from 'antd';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../api/problem-of.ts';
import { isComplete } from '../../../conditions/clauses.ts';
import { isWholeWithin, mustBe } from '../../../editing/form-rules.ts';
import { useSaid } from '../../../i18n/use-said.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EventChoice } from './event-choice.tsx';
import { IdentityChoice } from './identity-choice.tsx';
import { fieldProblems, saidOf } from './webhook-values.ts';
import type { WebhookSaid, WebhookValues, WhomValue } from './webhook-values.ts';
import { WhomField } from './whom-field.tsx';
import './form.css';

interface Saving<Saved> {
  readonly form: FormInstance<WebhookValues>;
  readonly send: (said: WebhookSaid) => Promise<Saved>;
  readonly onSaved: (saved: Saved) => void;
}

/** Sends what the form holds; what the server finds wrong is shown at its fields. */
export function useSaving<Saved>({ form, send, onSaved }: Saving<Saved>) {
  const { t } = useTranslation();
  const said = useSaid();
  return useMutation({
    mutationFn: (values: WebhookValues) => send(saidOf(values)),
    onSuccess: onSaved,
    onError: (error) => {
      const problems = fieldProblems(problemOf(error, t, said));
      form.setFields(problems.map(({ name, errors }) => ({ name, errors })));
      const [first] = problems;
      if (first !== undefined) form.scrollToField(first.name, { behavior: 'smooth', block: 'center' });
    },
  });
}

interface Props {
  readonly form: FormInstance<WebhookValues>;
  readonly initial: Partial<WebhookValues>;
  readonly error: unknown;
  readonly onFinish: (values: WebhookValues) => void;
}

/** What is said of a webhook: who is told, of what, of whom, and how fast. */
export function WebhookForm({ form, initial, error, onFinish }: Props) {
  const { t } = useTranslation();
  return (
    <Form<WebhookValues>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      scrollToFirstError={{ block: 'center' }}
      className="webhook-form"
      onFinish={onFinish}
    >
      {error !== null && <ProblemPanel error={error} isWrite />}
      <Form.Item name="name" label={t('webhooks.name')} rules={[{ required: true, max: nameLengthMax }]}>
        <Input placeholder={t('webhooks.form.nameHint')} />
      </Form.Item>
      <Form.Item
        name="url"
        label={t('webhooks.form.url')}
        extra={t('webhooks.form.urlHint')}
        rules={[mustBe(isAddress, t('webhooks.form.urlWrong'))]}
      >
        <Input inputMode="url" autoComplete="off" spellCheck={false} placeholder={addressSample} />
      </Form.Item>
      <Form.Item
        name="types"
        label={t('webhooks.form.events')}
        rules={[mustBe(isNotEmpty, t('webhooks.form.eventsWrong'))]}
      >
        <EventChoice />
      </Form.Item>
      <Form.Item name="whom" label={t('webhooks.form.whom')} rules={[mustBeWhom(t('webhooks.form.whomWrong'))]}>
        <WhomField />
      </Form.Item>
      <Form.Item name="identities" label={t('webhooks.form.identities')} extra={t('webhooks.form.identitiesHint')}>
        <IdentityChoice />
      </Form.Item>
      <Limits />
    </Form>
  );
}

const nameLengthMax = 200;
const addressSample = 'https://crm.example.com/perennial';
const secondMs = 1_000;
const timeout = { min: 0.5, max: webhookLimits.timeoutMsMax / secondMs } as const;

/** How fast, and how long a call may take. */
function Limits() {
  const { t } = useTranslation();
  const format = useFormat();
  const rate = { min: 1, max: webhookLimits.perSecondMax } as const;
  const said = {
    rate: t('webhooks.form.within', { min: format.integer(rate.min), max: format.integer(rate.max) }),
    timeout: t('webhooks.form.within', { min: format.decimal(timeout.min), max: format.integer(timeout.max) }),
  };
  return (
    <fieldset className="webhook-limits">
      <legend>{t('webhooks.form.limits')}</legend>
      <Form.Item
        name="perSecondMax"
        label={t('webhooks.form.perSecond')}
        extra={t('webhooks.form.perSecondHint')}
        rules={[mustBe(isWholeWithin(rate), said.rate)]}
      >
        <InputNumber {...rate} precision={0} />
      </Form.Item>
      <Form.Item
        name="timeoutSeconds"
        label={t('webhooks.form.timeout')}
        extra={t('webhooks.form.timeoutHint')}
        rules={[mustBe(isTimeout, said.timeout)]}
      >
        <InputNumber {...timeout} />
      </Form.Item>
    </fieldset>
  );
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\/[^/\s]/i.test(value) && URL.canParse(value);
}

function isNotEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

/** Every clause of a condition compares with something. */
function mustBeWhom(message: string) {
  return {
    validator: async (_: unknown, value: WhomValue | undefined) => {
      if (value?.isNarrowed !== true) return;
      if (value.condition === undefined || !isComplete(value.condition)) throw new Error(message);
    },
  };
}

function isTimeout(value: unknown): boolean {
  return typeof value === 'number' && value >= timeout.min && value <= timeout.max;
}
