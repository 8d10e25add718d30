import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { downloadFile } from '../../../ui/export/download.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { ReasonModal } from '../../../ui/reason-modal.tsx';
import type { ReasonValues } from '../../../ui/reason-modal.tsx';

/** The file of the rejects as the rows were sent, with the reason that the audit log keeps. */
export function RevealRejects({ importId }: { readonly importId: string }) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const reveal = useMutation({
    mutationFn: async ({ reason }: ReasonValues) => {
      const response = await api.imports.revealRejects({ params: { importId }, body: { reason } });
      downloadFile(`rejects-${importId}.csv`, await response.blob());
    },
    onSuccess: () => setIsAsking(false),
  });
  return (
    <>
      <GuardedButton size="small" needs="members.reveal" onClick={() => setIsAsking(true)}>
        {t('imports.rejectsInClear')}
      </GuardedButton>
      {isAsking && (
        <ReasonModal
          title={t('imports.rejectsInClear')}
          lead={t('imports.rejectsInClearLead')}
          submit={t('imports.rejectsInClear')}
          error={reveal.error}
          isPending={reveal.isPending}
          onSubmit={reveal.mutate}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
