import type { RouteInput } from '@perennial/contracts';
import type { Routes } from '@perennial/contracts/staff';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { ReasonModal } from '../../../ui/reason-modal.tsx';

export type Decision = RouteInput<Routes['quarantine']['decideMentions']>['body']['decision'];

interface Props {
  readonly ids: readonly string[];
  readonly decision: Decision;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Removes or keeps what was found, with the reason that the audit log keeps. */
export function DecideModal({ ids, decision, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const decide = useMutation({
    mutationFn: (reason: string) => api.quarantine.decideMentions({ body: { ids: [...ids], decision, reason } }),
    onSuccess: async ({ decided }) => {
      void message.success(t(`quarantine.mentions.done.${decision}`, { count: decided }));
      onDone();
      await queryClient.invalidateQueries({ queryKey: ['quarantine'] });
    },
  });
  return (
    <ReasonModal
      title={t(`quarantine.mentions.title.${decision}`, { count: ids.length })}
      lead={t(`quarantine.mentions.leads.${decision}`)}
      submit={t(decision === 'deleted' ? 'quarantine.mentions.delete' : 'quarantine.mentions.keep')}
      isDangerous={decision === 'deleted'}
      error={decide.error}
      isPending={decide.isPending}
      onSubmit={({ reason }) => decide.mutate(reason)}
      onClose={onClose}
    />
  );
}
