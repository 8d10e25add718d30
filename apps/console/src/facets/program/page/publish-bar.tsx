import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { isRunning, lifecycleQueries } from './program-queries.ts';
import { usePreview } from '../../lifecycle/editor/preview-panel.tsx';
import type { Editor } from './use-editor.ts';

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
        {t('lifecycle.discard')}
      </Button>
      <GuardedButton
        needs="program.edit"
        disabled={!editor.isDirty}
        loading={save.isPending}
        onClick={() =>
          save.mutate(undefined, {
            onSuccess: ({ id }) => {
              onSaved(id);
              void message.success(t('lifecycle.saved'));
            },
          })
        }
      >
        {t('lifecycle.saveDraft')}
      </GuardedButton>
      <GuardedButton
        type="primary"
        needs="program.publish"
        disabled={!editor.isChanged || !editor.isValid}
        onClick={() => setIsOpen(true)}
      >
        {t('lifecycle.publish')}
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
        const name = t('lifecycle.draftName', { day: format.day(Date.now()) });
        return api.program.createDraft({ body: { name, documents } });
      }
      return api.program.saveDraft({ params: { draftId: draft.id }, body: { revision: draft.revision, documents } });
    },
    onSuccess: async (draft) => {
      queryClient.setQueryData(lifecycleQueries.draft(draft.id).queryKey, draft);
      await queryClient.invalidateQueries({ queryKey: lifecycleQueries.drafts().queryKey });
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
  const format = useFormat();
  const [note, setNote] = useState('');
  const save = useSave(editor);
  const { preview } = usePreview(editor);
  const publish = useMutation({
    mutationFn: async () => {
      const draft = editor.isDirty || editor.draft === undefined ? await save.mutateAsync() : editor.draft;
      const body = { draftId: draft.id, revision: draft.revision, note, currentVersion: editor.version };
      return api.program.publish({ body });
    },
    onSuccess: ({ version }) => onPublished(version),
  });
  const isKnown = preview?.status === 'succeeded';
  return (
    <Modal
      open
      title={t('lifecycle.publishTitle', { version: editor.version + 1 })}
      okText={t('lifecycle.publish')}
      cancelText={t('action.cancel')}
      okButtonProps={{ loading: publish.isPending }}
      onOk={() => publish.mutate()}
      onCancel={onClose}
    >
      <p className="modal-lead">
        {isKnown
          ? t('lifecycle.publishLead', { changed: format.integer(preview.membersChanged) })
          : t('lifecycle.publishUnknown')}
      </p>
      {publish.isError && <ProblemPanel error={publish.error} isWrite />}
      <label>
        {t('lifecycle.publishNote')}
        <Input.TextArea value={note} maxLength={1000} rows={2} onChange={({ target }) => setNote(target.value)} />
      </label>
    </Modal>
  );
}

/** How far the re-evaluation for a published version has come. */
export function PublicationProgress({ version }: { readonly version: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(lifecycleQueries.publication(version));
  if (data === undefined) return null;
  if (data.status === 'failed') {
    return <Alert type="error" showIcon title={t('lifecycle.publishFailed', { version, error: data.error ?? '' })} />;
  }
  if (!isRunning(data.status))
    return <Alert type="success" showIcon closable title={t('lifecycle.published', { version })} />;
  return (
    <Alert
      type="info"
      showIcon
      title={t('lifecycle.publishing', { version })}
      description={
        <>
          <Progress
            percent={data.total === 0 ? 0 : (100 * data.done) / data.total}
            showInfo={false}
            size="small"
            aria-label={t('lifecycle.publish')}
          />
          {t('job.progress', { done: format.integer(data.done), total: format.integer(data.total) })}
        </>
      }
    />
  );
}
