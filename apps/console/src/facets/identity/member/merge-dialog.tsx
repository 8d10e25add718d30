import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { createCommandKeys } from '../../../api/command-key.ts';
import { memberKey } from '../../../facet/member-places.ts';
import type { MemberProfile } from '../../../facet/member-places.ts';
import { useGo } from '../../../ui/link.tsx';
import { memberName } from '../../../ui/member-name.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { membersPaths } from '../../members/urls/paths.ts';
import { CandidateSearch } from './candidate-search.tsx';
import { profileQuery } from './merge-queries.ts';
import { MergeSides } from './merge-sides.tsx';
import './merge.css';

interface Props {
  readonly profile: MemberProfile;
  readonly onClose: () => void;
}

const dialogWidth = 760;

/** Finds the other member, then shows both beside each other before they are made one. */
export function MergeDialog({ profile, onClose }: Props) {
  const { t } = useTranslation();
  const [otherId, setOtherId] = useState<string>();
  const other = useQuery({ ...profileQuery(otherId ?? ''), enabled: otherId !== undefined });
  if (other.data !== undefined && otherId !== undefined)
    return <ConfirmMerge profile={profile} other={other.data} onBack={() => setOtherId(undefined)} onClose={onClose} />;
  return (
    <Modal open width={dialogWidth} title={t('identity.merge.title')} footer={null} onCancel={onClose}>
      <p className="modal-lead">{t('identity.merge.lead', { name: memberName(profile) })}</p>
      {other.isError && <ProblemPanel error={other.error} />}
      {otherId !== undefined && other.isPending ? (
        <SkeletonRows rows={6} label={t('identity.merge.title')} />
      ) : (
        <CandidateSearch exceptId={profile.id} onChoose={setOtherId} />
      )}
    </Modal>
  );
}

interface ConfirmProps extends Props {
  readonly other: MemberProfile;
  readonly onBack: () => void;
}

interface Values {
  readonly survivorId: string;
  readonly reason: string;
}

function ConfirmMerge({ profile, other, onBack, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const survivorId = Form.useWatch('survivorId', form) ?? profile.id;
  const merge = useMerge(onClose);
  const [survivor, absorbed] = survivorId === other.id ? [other, profile] : [profile, other];
  const purchases = absorbed.metrics.find(({ field }) => field === 'purchase.count')?.value;
  return (
    <Modal
      open
      width={dialogWidth}
      title={t('identity.merge.title')}
      okText={t('identity.merge.submit')}
      cancelText={t('action.back')}
      okButtonProps={{ loading: merge.isPending }}
      onOk={() => form.submit()}
      cancelButtonProps={{ onClick: onBack }}
      onCancel={onClose}
    >
      <MergeSides sides={[profile, other]} />
      {merge.isError && <ProblemPanel error={merge.error} isWrite />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ survivorId: profile.id }}
        onFinish={({ reason }) => merge.mutate({ survivorId: survivor.id, absorb: absorbed.id, reason })}
      >
        <Form.Item name="survivorId" label={t('identity.merge.survivor')}>
          <Radio.Group options={[profile, other].map((side) => ({ value: side.id, label: memberName(side) }))} />
        </Form.Item>
        <p className="modal-lead">
          {t('identity.merge.effect', {
            absorbed: memberName(absorbed),
            survivor: memberName(survivor),
            identities: t('identity.merge.identityCount', { count: absorbed.identities.length }),
            purchases: t('identity.merge.purchaseCount', { count: typeof purchases === 'number' ? purchases : 0 }),
          })}
        </p>
        <Form.Item name="reason" label={t('reason.label')} rules={[{ required: true, min: 3, max: 500 }]}>
          <Input placeholder={t('reason.hint')} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface MergeRequest {
  readonly survivorId: string;
  readonly absorb: string;
  readonly reason: string;
}

function useMerge(onDone: () => void) {
  const { t } = useTranslation();
  const go = useGo();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [keyOf] = useState(createCommandKeys);
  return useMutation({
    mutationFn: ({ survivorId, absorb, reason }: MergeRequest) =>
      api.members.merge({
        params: { memberId: survivorId },
        body: { absorb, reason },
        idempotencyKey: keyOf({ survivorId, absorb, reason }),
      }),
    onSuccess: async ({ survivorId, absorbedId }) => {
      onDone();
      void message.success(t('identity.merge.done'));
      await Promise.all(
        [survivorId, absorbedId].map((id) => queryClient.invalidateQueries({ queryKey: memberKey(id) })),
      );
      go(membersPaths.member(survivorId, { tab: 'merges' }));
    },
  });
}
