import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { ReasonModal } from '../../../ui/reason-modal.tsx';

interface Props {
  readonly ids: readonly string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Puts quarantined facts aside, with the reason that the audit log keeps. */
export function DismissModal({ ids, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const dismiss = useMutation({
    mutationFn: (reason: string) => api.quarantine.dismiss({ body: { ids: [...ids], reason } }),
    onSuccess: onDone,
  });
  return (
    <ReasonModal
      title={t('quarantine.dismissTitle', { count: ids.length })}
      lead={t('quarantine.dismissLead')}
      submit={t('quarantine.dismiss')}
      error={dismiss.error}
      isPending={dismiss.isPending}
      onSubmit={({ reason }) => dismiss.mutate(reason)}
      onClose={onClose}
    />
  );
}
