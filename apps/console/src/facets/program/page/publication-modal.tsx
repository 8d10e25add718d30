import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isRunning } from '../../../editing/job.ts';
import { usePublicationPreview } from '../../../editing/use-preview.ts';
import type { Documents } from '../../../editing/documents.ts';
import { ChangesOfDocuments } from '../changes/changes-of-documents.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { WhatChanges } from './what-changes.tsx';

interface Props {
  readonly title: string;
  readonly okText: string;
  /** What would be published; undefined while it is being read. */
  readonly documents: Documents | undefined;
  /** The version that it would become. */
  readonly version: number;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onOk: () => void;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}

/**
 * Asks before something is published, or published again: it says first what differs, in words, and
 * what that changes now and of history, in numbers.
 */
export function PublicationModal(props: Props) {
  const { title, okText, documents, version, isPending, error, onOk, onCancel, children } = props;
  const { t } = useTranslation();
  const [isImpatient, setIsImpatient] = useState(false);
  const counted = usePublicationPreview(documents);
  const isCounting = counted.error === null && isRunning(counted.preview?.status ?? 'running');
  const isWaiting = isCounting && !isImpatient;
  return (
    <Modal
      open
      width={720}
      title={title}
      okText={okText}
      cancelText={t('action.cancel')}
      okButtonProps={{ loading: isPending, disabled: isWaiting }}
      footer={(_, { OkBtn, CancelBtn }) => (
        <>
          {isWaiting && (
            <Button type="text" onClick={() => setIsImpatient(true)}>
              {t('program.doNotWait')}
            </Button>
          )}
          <CancelBtn />
          <OkBtn />
        </>
      )}
      onOk={onOk}
      onCancel={onCancel}
    >
      <ChangesOfDocuments documents={documents} />
      <WhatChanges counted={counted} documents={documents} version={version} />
      {error !== null && <ProblemPanel error={error} isWrite />}
      {children}
    </Modal>
  );
}
