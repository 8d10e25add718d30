import { isCapability } from '@perennial/contracts';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../i18n/use-local.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import type { Operation, Parameter } from '../document/operations.ts';
import { sampleOf } from '../document/sample.ts';
import { requestOf, sendCall } from '../document/send-call.ts';
import type { CallAnswer } from '../document/send-call.ts';

interface Props {
  readonly operation: Operation;
  readonly document: unknown;
}

/** One call: what it takes, a form that makes it, and what came back. What may change something asks before it is sent. */
export function CallPanel({ operation, document }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [body, setBody] = useState(() => JSON.stringify(sampleOf(operation.bodySchema, document), null, 2));
  const [isAsking, setIsAsking] = useState(false);
  const request = requestOf(operation, values, body);
  const send = useMutation({ mutationFn: () => sendCall(request, language) });
  const isMissing = operation.parameters.some(({ name, isRequired }) => isRequired && (values[name] ?? '') === '');
  const { capability, method } = operation;
  const isReading = method === 'GET';
  return (
    <Panel title={`${method} ${operation.path}`} lead={<span lang="en">{operation.summary}</span>}>
      <form
        className="explorer-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReading) send.mutate();
          else setIsAsking(true);
        }}
      >
        {capability !== '' && <p className="quiet">{t('explorer.needs', { capability })}</p>}
        {operation.parameters.map((one) => (
          <ParameterField
            key={one.name}
            parameter={one}
            value={values[one.name] ?? ''}
            onChange={(value) => setValues({ ...values, [one.name]: value })}
          />
        ))}
        {operation.body === 'json' && (
          <label>
            {t('explorer.body')}
            <Input.TextArea
              autoSize={{ minRows: 4, maxRows: 20 }}
              spellCheck={false}
              value={body}
              onChange={({ target }) => setBody(target.value)}
            />
          </label>
        )}
        <Schema title={t('explorer.bodySchema')} schema={operation.bodySchema} />
        <Schema title={t('explorer.answerSchema')} schema={operation.answerSchema} />
        {operation.canBeTried ? (
          <SendButton capability={capability} isDisabled={isMissing} isPending={send.isPending} />
        ) : (
          <Alert type="info" showIcon title={t(operation.body === 'file' ? 'explorer.file' : 'explorer.writeKey')} />
        )}
      </form>
      {send.isError && <ProblemPanel error={send.error} isWrite={!isReading} />}
      {send.isSuccess && <Answer answer={send.data} />}
      {isAsking && (
        <Modal
          open
          title={t('explorer.askTitle')}
          okText={t('explorer.send')}
          cancelText={t('action.cancel')}
          onOk={() => {
            setIsAsking(false);
            send.mutate();
          }}
          onCancel={() => setIsAsking(false)}
        >
          <p>{t('explorer.askLead')}</p>
          <pre className="explorer-answer">
            {[`${method} ${request.url}`, request.init.body].filter(Boolean).join('\n\n')}
          </pre>
        </Modal>
      )}
    </Panel>
  );
}

interface SendProps {
  readonly capability: string;
  readonly isDisabled: boolean;
  readonly isPending: boolean;
}

function SendButton({ capability, isDisabled, isPending }: SendProps) {
  const { t } = useTranslation();
  const shared = { htmlType: 'submit', type: 'primary', disabled: isDisabled, loading: isPending } as const;
  return isCapability(capability) ? (
    <GuardedButton {...shared} needs={capability}>
      {t('explorer.send')}
    </GuardedButton>
  ) : (
    <Button {...shared}>{t('explorer.send')}</Button>
  );
}

interface FieldProps {
  readonly parameter: Parameter;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ParameterField({ parameter, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { name, type, choices, isRequired } = parameter;
  return (
    <label>
      <span>
        <code>{name}</code> <span className="quiet">{type}</span>
        {isRequired && <span className="quiet"> · {t('explorer.required')}</span>}
      </span>
      {choices.length > 0 ? (
        <Select
          allowClear={!isRequired}
          aria-label={name}
          value={value === '' ? null : value}
          options={choices.map((choice) => ({ value: choice, label: choice }))}
          onChange={(next) => onChange(next ?? '')}
        />
      ) : (
        <Input aria-label={name} value={value} spellCheck={false} onChange={({ target }) => onChange(target.value)} />
      )}
    </label>
  );
}

function Schema({ title, schema }: { readonly title: string; readonly schema: unknown }) {
  if (schema === undefined) return null;
  return (
    <details>
      <summary>{title}</summary>
      <ReadOnly name={title} text={JSON.stringify(schema, null, 2)} />
    </details>
  );
}

function Answer({ answer }: { readonly answer: CallAnswer }) {
  const { t } = useTranslation();
  const { status, milliseconds, contentType, text, isCut } = answer;
  return (
    <section aria-label={t('explorer.answer')}>
      <h3>{t('explorer.answered', { status, milliseconds })}</h3>
      <p className="quiet">
        <code>{contentType}</code> {isCut && t('explorer.cut')}
      </p>
      <ReadOnly name={t('explorer.answer')} text={text} />
    </section>
  );
}

/** A text to be read, copied and scrolled, with the keyboard as well. */
function ReadOnly({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <Input.TextArea
      readOnly
      className="explorer-answer"
      aria-label={name}
      autoSize={{ minRows: 3, maxRows: 24 }}
      spellCheck={false}
      value={text}
    />
  );
}
