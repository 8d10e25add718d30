import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Editor } from '../../../editing/editor.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { programQueries } from './program-queries.ts';
import { PublicationModal } from './publication-modal.tsx';
import { PublicationWarnings } from './publication-warnings.tsx';

interface Props {
  readonly editor: Editor;
  /** Told the draft that was saved, so that the address names it. */
  readonly onSaved: (draftId: string) => void;
  readonly onPublished: (version: number) => void;
  readonly onDiscard: () => void;
}

/** Saves the working copy as a draft, and publishes it after saying in numbers what that does. */
export function PublishBar({ editor, onSaved, onPublished, onDiscard }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [isOpen, setIsOpen] = useState(false);
  const save = useSave(editor);
  return (
    <div className="publish-bar">
      <Button disabled={!editor.isDirty} onClick={onDiscard}>
        {t('program.discard')}
      </Button>
      <GuardedButton
        needs="program.edit"
        disabled={!editor.isDirty}
        loading={save.isPending}
        onClick={() =>
          save.mutate(undefined, {
            onSuccess: ({ id }) => {
              onSaved(id);
              void message.success(t('program.saved'));
            },
          })
        }
      >
        {t('program.saveDraft')}
      </GuardedButton>
      <GuardedButton
        type="primary"
        needs="program.publish"
        disabled={!editor.isChanged || !editor.isValid}
        onClick={() => setIsOpen(true)}
      >
        {t('program.publish')}
      </GuardedButton>
      {save.isError && <ProblemPanel error={save.error} isWrite />}
      {isOpen && (
        <PublishModal
          editor={editor}
          onClose={() => setIsOpen(false)}
          onPublished={(version) => {
            setIsOpen(false);
            onPublished(version);
          }}
        />
      )}
    </div>
  );
}

/** Saves the documents: a new draft, or a new revision of the one that is being edited. */
function useSave(editor: Editor) {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => {
      const { draft, documents } = editor;
      if (draft === undefined) {
        const name = t('program.draftName', { day: format.day(Date.now()) });
        return api.program.createDraft({ body: { name, documents } });
      }
      return api.program.saveDraft({ params: { draftId: draft.id }, body: { revision: draft.revision, documents } });
    },
    onSuccess: async (draft) => {
      queryClient.setQueryData(programQueries.draft(draft.id).queryKey, draft);
      await queryClient.invalidateQueries({ queryKey: programQueries.drafts().queryKey });
    },
  });
}

interface ModalProps {
  readonly editor: Editor;
  readonly onClose: () => void;
  readonly onPublished: (version: number) => void;
}

function PublishModal({ editor, onClose, onPublished }: ModalProps) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const save = useSave(editor);
  const publish = useMutation({
    mutationFn: async () => {
      const draft = editor.isDirty || editor.draft === undefined ? await save.mutateAsync() : editor.draft;
      const body = { draftId: draft.id, revision: draft.revision, note, currentVersion: editor.version };
      return api.program.publish({ body });
    },
    onSuccess: ({ version }) => onPublished(version),
  });
  const version = editor.version + 1;
  return (
    <PublicationModal
      title={t('program.publishTitle', { version })}
      okText={t('program.publish')}
      documents={editor.documents}
      version={version}
      isPending={publish.isPending}
      error={publish.error}
      onOk={() => publish.mutate()}
      onCancel={onClose}
    >
      <PublicationWarnings warnings={editor.warnings} />
      <label>
        {t('program.publishNote')}
        <Input.TextArea value={note} maxLength={1000} rows={2} onChange={({ target }) => setNote(target.value)} />
      </label>
    </PublicationModal>
  );
}
