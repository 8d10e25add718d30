import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createCommandKeys } from '../../../api/command-key.ts';
import { memberKey } from '../../../facet/member-places.ts';
import { endOfDay } from '../../../format/zoned-days.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DayPicker } from '../../../ui/day/day-picker.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { ReasonItem } from '../../../units/reason-item.tsx';
import { sendTierAct } from './send-tier-act.ts';
import type { TierActValues } from './send-tier-act.ts';
import { fieldsOfTierActs } from './tier-act.ts';
import type { TierAct } from './tier-act.ts';

interface Props {
  readonly memberId: string;
  readonly act: TierAct;
  readonly onClose: () => void;
}

interface Typed {
  readonly level?: string;
  readonly lastDay?: string;
  readonly reason?: string;
  readonly reference?: string;
}

/** As the API takes it. */
const referencePattern = /^[A-Za-z0-9][A-Za-z0-9._:/#-]{0,63}$/u;

/** Asks for what the act needs and does it, under a key of its own that is kept while the same is tried again. */
export function TierActDialog({ memberId, act, onClose }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const { zone } = useFormat();
  const [form] = Form.useForm<Typed>();
  const send = useSend({ memberId, act, onDone: onClose });
  const { level, until, reason, reference } = fieldsOfTierActs[act.kind];
  const levels = act.set.levels.filter(({ isByInvitation }) => act.kind !== 'invite' || isByInvitation);
  const name = act.kind === 'claim' ? local(act.benefit.name) : local(act.set.name);
  return (
    <Modal
      open
      title={`${t(`tiers.act.${act.kind}`)} · ${name}`}
      okText={t(`tiers.act.${act.kind}`)}
      cancelText={t('action.cancel')}
      okButtonProps={{ loading: send.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="modal-lead">{t(`tiers.actLead.${act.kind}`)}</p>
      {send.error !== null && <ProblemPanel error={send.error} isWrite />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(typed) => send.mutate(valuesOf(typed, zone))}>
        {level === true && (
          <Form.Item name="level" label={t('tiers.field.level')} rules={[{ required: true }]}>
            <Select options={levels.map((one) => ({ value: one.id, label: local(one.name) }))} />
          </Form.Item>
        )}
        {until !== undefined && (
          <Form.Item
            name="lastDay"
            label={t('tiers.field.lastDay')}
            extra={until === 'orForGood' ? t('tiers.field.orForGood') : undefined}
            rules={[{ required: until === 'needed' }]}
          >
            <DayPicker className="block" placeholder={until === 'orForGood' ? t('tiers.forGood') : ''} />
          </Form.Item>
        )}
        {reason === true && <ReasonItem isNeeded />}
        {reference === true && (
          <Form.Item
            name="reference"
            label={t('tiers.field.reference')}
            extra={t('tiers.field.referenceHint')}
            rules={[{ required: true, pattern: referencePattern, message: t('tiers.field.referenceHint') }]}
          >
            <Input />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

/** A last day ends with it. */
function valuesOf({ level, lastDay, reason, reference }: Typed, zone: string): TierActValues {
  return {
    ...(level === undefined ? {} : { level }),
    ...(lastDay === undefined ? {} : { until: new Date(endOfDay(lastDay, zone) + 1).toISOString() }),
    ...(reason === undefined ? {} : { reason: reason.trim() }),
    ...(reference === undefined ? {} : { reference: reference.trim() }),
  };
}

interface SendOptions {
  readonly memberId: string;
  readonly act: TierAct;
  readonly onDone: () => void;
}

function useSend({ memberId, act, onDone }: SendOptions) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [keyOf] = useState(createCommandKeys);
  return useMutation({
    mutationFn: (values: TierActValues) => {
      const about = act.kind === 'claim' ? act.benefit.id : '';
      const idempotencyKey = keyOf({ kind: act.kind, set: act.set.tierSet, about, values });
      return sendTierAct({ memberId, act, values, idempotencyKey });
    },
    onSuccess: async () => {
      onDone();
      void message.success(t('tiers.done'));
      await queryClient.invalidateQueries({ queryKey: memberKey(memberId) });
    },
  });
}
