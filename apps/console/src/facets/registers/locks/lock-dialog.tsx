import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attributeName } from '../../../i18n/known-names.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { useAttributeText } from '../words/use-attribute-text.ts';
import { OverrideForm } from './override-form.tsx';
import { writerText } from './locks.ts';
import type { LockDialogProps, LogItem } from './locks.ts';

const dialogWidth = 720;

/** How an attribute is locked, what became of every write to it, and the way past the lock. */
export function LockDialog({ lock, profile, onClose }: LockDialogProps) {
  const { t } = useTranslation();
  const [isOverridden, setIsOverridden] = useState(false);
  const columns = useColumns();
  const { attribute, changes, every, isLocked, mayChangeAt } = lock;
  const name = attributeName(attribute, t);
  return (
    <Modal open width={dialogWidth} title={t('registers.lock.title', { name })} footer={null} onCancel={onClose}>
      <p className="modal-lead">
        {t('registers.lock.rule', { count: changes, every: t(`registers.lock.every.${every}`) })}{' '}
        {isLocked ? t('registers.lock.isLocked') : t('registers.lock.isFree')}{' '}
        {mayChangeAt !== null && (
          <>
            {t('registers.lock.from')} <Instant at={mayChangeAt} precision="second" />
          </>
        )}
      </p>
      <DataTable
        caption={t('registers.lock.log', { name })}
        columns={columns}
        rows={lock.items}
        rowKey={({ reference, at, outcome }) => `${reference} ${String(at)} ${outcome}`}
        empty={t('registers.lock.none')}
      />
      {isOverridden ? (
        <OverrideForm lock={lock} profile={profile} onClose={onClose} />
      ) : (
        <GuardedButton
          needs="members.unlock"
          refusal={isLocked ? undefined : t('registers.lock.notNeeded')}
          onClick={() => setIsOverridden(true)}
        >
          {t('registers.lock.override')}
        </GuardedButton>
      )}
    </Modal>
  );
}

function useColumns(): readonly Column<LogItem>[] {
  const { t } = useTranslation();
  const text = useAttributeText();
  return [
    { key: 'at', title: t('registers.lock.at'), render: ({ at }) => <Instant at={at} precision="second" /> },
    {
      key: 'outcome',
      title: t('registers.lock.what'),
      render: ({ outcome }) => t(`registers.lock.outcome.${outcome}`),
    },
    {
      key: 'values',
      title: t('registers.lock.values'),
      isFluid: true,
      render: ({ attribute, before, value }) => `${text(attribute, before)} → ${text(attribute, value)}`,
    },
    {
      key: 'by',
      title: t('registers.lock.by'),
      isLong: true,
      render: ({ by, reason, reference }) => (
        <span title={reference}>
          {writerText(by, t)}
          {reason !== '' && <span className="quiet"> {t('registers.lock.reason', { reason })}</span>}
        </span>
      ),
    },
  ];
}
