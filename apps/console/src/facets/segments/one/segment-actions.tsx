import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { useGo } from '../../../ui/link.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { segmentQueries, segmentsKey } from '../asked/segment-queries.ts';
import type { Segment } from '../asked/segment-queries.ts';
import { segmentsPaths } from '../urls/paths.ts';

type Act = 'archive' | 'restore' | 'remove';

/** Takes a segment off the list, puts it back, or removes what was taken off. */
export function SegmentActions({ segment }: { readonly segment: Segment }) {
  const { t } = useTranslation();
  const [act, setAct] = useState<Act>();
  const acts: readonly Act[] = segment.isArchived ? ['restore', 'remove'] : ['archive'];
  return (
    <>
      {acts.map((one) => (
        <GuardedButton key={one} needs="segments.manage" danger={one === 'remove'} onClick={() => setAct(one)}>
          {t(`segments.${one}.button`)}
        </GuardedButton>
      ))}
      {act !== undefined && <ActModal key={act} act={act} segment={segment} onClose={() => setAct(undefined)} />}
    </>
  );
}

interface ModalProps {
  readonly act: Act;
  readonly segment: Segment;
  readonly onClose: () => void;
}

/** Says in numbers what an act is about before it is done. */
function ActModal({ act, segment, onClose }: ModalProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const go = useGo();
  const queryClient = useQueryClient();
  const { data } = useQuery(segmentQueries.preview(segment.condition));
  const change = useMutation({
    mutationFn: async () => {
      await api.segments[act]({ params: { segmentId: segment.id } });
    },
    onSuccess: async () => {
      if (act === 'remove') go(segmentsPaths.segments());
      else onClose();
      const key = act === 'remove' ? [...segmentsKey, 'list'] : segmentsKey;
      await queryClient.invalidateQueries({ queryKey: key });
    },
  });
  const numbers = {
    members: data === undefined ? t('value.none') : format.integer(data.members),
    versions: format.integer(segment.version),
  };
  return (
    <Modal
      open
      title={t(`segments.${act}.title`, { name: segment.name })}
      okText={t(`segments.${act}.button`)}
      cancelText={t('action.cancel')}
      okButtonProps={{ danger: act === 'remove', loading: change.isPending }}
      onOk={() => change.mutate()}
      onCancel={onClose}
    >
      <p>{t(`segments.${act}.lead`, numbers)}</p>
      {change.isError && <ProblemPanel error={change.error} isWrite />}
    </Modal>
  );
}
