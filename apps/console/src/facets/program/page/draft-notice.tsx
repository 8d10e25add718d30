import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Documents } from '../../../editing/documents.ts';
import { personName } from '../../../i18n/person-name.ts';
import { api } from '../../../api/client.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { ChangesOfDocuments } from '../changes/changes-of-documents.tsx';
import { programQueries } from './program-queries.ts';

interface Props {
  readonly openDraftId: string | undefined;
  /** The working copy of the draft that is open. */
  readonly documents: Documents;
  readonly onOpen: (draftId: string | undefined) => void;
}

/** Says that somebody has begun a change, shows on demand what it changes, and offers to go on with it. */
export function DraftNotice({ openDraftId, documents, onOpen }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const [nowMs] = useState(Date.now);
  const [isTold, setIsTold] = useState(false);
  const { data } = useSuspenseQuery(programQueries.drafts());
  const remove = useMutation({
    mutationFn: (draftId: string) => api.program.deleteDraft({ params: { draftId } }),
    onSuccess: async () => {
      onOpen(undefined);
      await queryClient.invalidateQueries({ queryKey: programQueries.drafts().queryKey });
    },
  });
  const draft = data.items.find(({ id }) => id === openDraftId) ?? data.items[0];
  if (draft === undefined) return null;
  const isOpen = draft.id === openDraftId;
  return (
    <>
      <Alert
        type="info"
        showIcon
        title={
          <div className="draft-notice">
            <span>
              {t('program.draft', {
                name: draft.name,
                by: personName(draft.updatedBy, t),
                when: format.relative(draft.updatedAt, nowMs),
              })}{' '}
              {isOpen && t('program.draftEditing')}
            </span>
            <span className="row-actions">
              <Button size="small" aria-expanded={isTold} onClick={() => setIsTold(!isTold)}>
                {isTold ? t('program.changes.hide') : t('program.changes.show')}
              </Button>
              {!isOpen && (
                <Button size="small" type="primary" onClick={() => onOpen(draft.id)}>
                  {t('program.draftOpen')}
                </Button>
              )}
              <GuardedButton
                size="small"
                needs="program.edit"
                loading={remove.isPending}
                onClick={() => remove.mutate(draft.id)}
              >
                {t('program.draftDelete')}
              </GuardedButton>
            </span>
          </div>
        }
      />
      {isTold && (
        <Panel title={t('program.changes.ofDraft', { name: draft.name })}>
          {isOpen ? <ChangesOfDocuments documents={documents} /> : <ChangesOfDraft draftId={draft.id} />}
        </Panel>
      )}
      {remove.isError && <ProblemPanel error={remove.error} isWrite />}
    </>
  );
}

/** Of a draft that nobody opened, its documents are read first. */
function ChangesOfDraft({ draftId }: { readonly draftId: string }) {
  const { data, error } = useQuery(programQueries.draft(draftId));
  if (error !== null) return <ProblemPanel error={error} />;
  return <ChangesOfDocuments documents={data?.documents} />;
}
