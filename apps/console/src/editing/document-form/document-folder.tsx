import { PlusOutlined } from '@ant-design/icons';
import type { DocumentWords } from '@perennial/domain';
import { Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramTabProps } from '../../facet/program-places.ts';
import { useLocal } from '../../i18n/use-local.ts';
import { useVerdict } from '../../reader/session.ts';
import { GuardedButton } from '../../ui/guarded-button.tsx';
import { RouteLink } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { Column } from '../../ui/table/data-table.tsx';
import { IssueList } from '../issue-list.tsx';
import { DocumentForm } from './document-form.tsx';
import type { FormSection } from './document-form.tsx';
import { documentsIn, pathInFolder } from './folder-documents.ts';
import type { FolderDocument } from './folder-documents.ts';
import type { FormShape } from './form-shape.ts';
import { NewDocumentModal } from './new-document-modal.tsx';

interface FolderTexts {
  readonly title: string;
  readonly lead: string;
  readonly add: string;
  readonly none: string;
}

interface Props extends ProgramTabProps {
  /** `wallets/`. */
  readonly folder: string;
  readonly documentsMax: number;
  readonly words: DocumentWords;
  readonly shape: FormShape;
  readonly sections: readonly FormSection[];
  readonly texts: FolderTexts;
  /** Says of a document in short what it does. */
  readonly summary: (document: FolderDocument) => ReactNode;
  /** What a new one begins with, beside id and name. */
  readonly first: object;
  /** Stands under the form of the document that is open. */
  readonly beside?: (document: FolderDocument) => ReactNode;
}

/** The documents of a folder of the program: a list, and a form for the one that is open. */
export function DocumentFolder(props: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const { editor, view, issues, isDisabled, onItem, hrefOf, folder, documentsMax, words, shape, sections } = props;
  const mayEdit = useVerdict('program.edit').isAllowed;
  const documents = documentsIn(folder, editor.documents);
  const open = documents.find(({ id }) => id === view.item);
  const isFull = documents.length >= documentsMax;
  const columns: readonly Column<FolderDocument>[] = [
    {
      key: 'name',
      title: local(words.title),
      isLong: true,
      render: (document) => (
        <>
          <RouteLink href={hrefOf({ ...view, item: document.id })}>{local(document.name) || document.id}</RouteLink>
          <span className="hint">
            <code>{document.id}</code>
          </span>
          {document !== open && <IssueList issues={issues.filter((issue) => issue.document === document.path)} />}
        </>
      ),
    },
    { key: 'summary', title: '', isLong: true, render: props.summary },
    {
      key: 'acts',
      title: t('action.edit'),
      render: (document) => (
        <span className="row-actions">
          <GuardedButton
            size="small"
            needs="program.edit"
            aria-label={`${t('action.edit')} · ${local(document.name)}`}
            onClick={() => onItem(document.id)}
          >
            {t('action.edit')}
          </GuardedButton>
          <RemoveButton document={document} onRemove={() => editor.changeDocument(document.path, undefined)} />
        </span>
      ),
    },
  ];
  return (
    <>
      <Panel
        title={props.texts.title}
        lead={props.texts.lead}
        extra={
          <GuardedButton
            icon={<PlusOutlined />}
            needs="program.edit"
            refusal={isFull ? t('editing.full', { max: documentsMax }) : undefined}
            onClick={() => onItem('new')}
          >
            {props.texts.add}
          </GuardedButton>
        }
      >
        <DataTable
          caption={props.texts.title}
          columns={columns}
          rows={documents}
          rowKey={({ id }) => id}
          empty={props.texts.none}
        />
      </Panel>
      {open !== undefined && (
        <Panel title={local(open.name) || open.id} lead={<code>{open.path}</code>}>
          <DocumentForm
            key={open.path}
            path={open.path}
            value={open.value}
            words={words}
            shape={shape}
            sections={sections}
            issues={issues}
            isDisabled={isDisabled}
            onChange={(next) => editor.changeDocument(open.path, next)}
          />
        </Panel>
      )}
      {open !== undefined && props.beside?.(open)}
      {mayEdit && view.item === 'new' && !isFull && (
        <NewDocumentModal
          title={props.texts.add}
          taken={documents.map(({ id }) => id)}
          onClose={() => onItem(undefined)}
          onDone={({ id, name }) => {
            editor.changeDocument(pathInFolder(folder, id), { id, name, ...props.first });
            onItem(id);
          }}
        />
      )}
    </>
  );
}

interface RemoveProps {
  readonly document: FolderDocument;
  readonly onRemove: () => void;
}

function RemoveButton({ document, onRemove }: RemoveProps) {
  const { t } = useTranslation();
  const local = useLocal();
  const mayEdit = useVerdict('program.edit').isAllowed;
  const name = local(document.name) || document.id;
  const label = `${t('action.remove')} · ${name}`;
  const button = (
    <GuardedButton size="small" needs="program.edit" aria-label={label}>
      {t('action.remove')}
    </GuardedButton>
  );
  if (!mayEdit) return button;
  return (
    <Popconfirm
      title={label}
      description={t('editing.removeLead')}
      okText={t('action.remove')}
      cancelText={t('action.cancel')}
      onConfirm={onRemove}
    >
      {button}
    </Popconfirm>
  );
}
