import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { createCommandKeys } from '../../../api/command-key.ts';
import { anyKinds, AnyValue } from '../../../conditions/values/any-value.tsx';
import { memberKey } from '../../../facet/member-places.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import type { LockDialogProps } from './locks.ts';

type Value = string | number | boolean;

const valueLengthMax = 1_000;
const isValue = (value: unknown): value is Value =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.trim() !== '');

/** Sets a locked attribute before its time. The reason stands in the attribute's log and in the audit log. */
export function OverrideForm({ lock: { attribute }, profile, onClose }: LockDialogProps) {
  const { t } = useTranslation();
  const current = profile.attributes.find(({ name }) => name === attribute)?.value;
  const [value, setValue] = useState<unknown>(current);
  const override = useOverride(profile.id, onClose);
  return (
    <Form<{ readonly reason: string }>
      layout="vertical"
      className="lock-override"
      requiredMark={false}
      onFinish={({ reason }) => {
        if (isValue(value)) override.mutate({ attributes: { [attribute]: value }, reason });
      }}
    >
      <p className="modal-lead">{t('registers.lock.overrideLead')}</p>
      {override.isError && <ProblemPanel error={override.error} isWrite />}
      <AnyValue kinds={anyKinds} lengthMax={valueLengthMax} isDisabled={false} value={value} onChange={setValue} />
      <Form.Item name="reason" label={t('reason.label')} rules={[{ required: true, min: 3, max: 500 }]}>
        <Input placeholder={t('reason.hint')} />
      </Form.Item>
      <Button
        type="primary"
        htmlType="submit"
        loading={override.isPending}
        disabled={!isValue(value) || value === current}
      >
        {t('registers.lock.override')}
      </Button>
    </Form>
  );
}

interface Override {
  readonly attributes: Readonly<Record<string, Value>>;
  readonly reason: string;
}

function useOverride(memberId: string, onDone: () => void) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [keyOf] = useState(createCommandKeys);
  return useMutation({
    mutationFn: (body: Override) =>
      api.members.overrideAttributes({ params: { memberId }, body, idempotencyKey: keyOf(body) }),
    onSuccess: async ({ changed }) => {
      onDone();
      void message.success(t('registers.edit.done', { count: changed }));
      await queryClient.invalidateQueries({ queryKey: memberKey(memberId) });
    },
  });
}
