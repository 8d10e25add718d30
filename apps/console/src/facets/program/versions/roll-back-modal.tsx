import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { programQueries } from '../page/program-queries.ts';
import { PublicationModal } from '../page/publication-modal.tsx';

interface Props {
  readonly toVersion: number;
  readonly currentVersion: number;
  readonly onRolledBack: (version: number) => void;
  readonly onClose: () => void;
}

/** A roll-back is a publication like another: it rewrites history too, and says so in the same words and numbers. */
export function RollBackModal({ toVersion, currentVersion, onRolledBack, onClose }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const version = useQuery(programQueries.version(toVersion));
  const rollBack = useMutation({
    mutationFn: () => api.program.rollBack({ body: { toVersion, currentVersion } }),
    onSuccess: async ({ version: published }) => {
      onClose();
      onRolledBack(published);
      await queryClient.invalidateQueries({ queryKey: ['program'] });
    },
  });
  const next = currentVersion + 1;
  return (
    <PublicationModal
      title={t('program.rollBackTitle', { version: toVersion })}
      okText={t('program.rollBack')}
      documents={version.data?.documents}
      version={next}
      isPending={rollBack.isPending}
      error={rollBack.error ?? version.error}
      onOk={() => rollBack.mutate()}
      onCancel={onClose}
    >
      <p>{t('program.rollBackLead', { version: toVersion, next })}</p>
    </PublicationModal>
  );
}
