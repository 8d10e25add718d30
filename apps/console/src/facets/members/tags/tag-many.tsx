import { TagsOutlined } from '@ant-design/icons';
import { Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { TagChangeState } from './tag-change-state.tsx';
import { useTagChange } from './use-tag-change.ts';
import type { TagChangeAsked } from './use-tag-change.ts';

interface Props {
  /** What the list is narrowed by. */
  readonly filter: Extract<TagChangeAsked, { readonly kind: 'add' }>['filter'];
  /** Whom the list shows; undefined while that is not known. */
  readonly count: number | undefined;
}

/** Tags, or untags, everybody whom the list shows. */
export function TagMany({ filter, count }: Props) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <GuardedButton
        needs="members.tagMany"
        icon={<TagsOutlined aria-hidden />}
        disabled={count === undefined || count === 0}
        onClick={() => setIsOpen(true)}
      >
        {t('members.tags.many')}
      </GuardedButton>
      {isOpen && count !== undefined && (
        <TagManyDialog filter={filter} count={count} onClose={() => setIsOpen(false)} />
      )}
    </>
  );
}

const ways = ['add', 'remove'] as const;
const tagLengthMax = 100;

function TagManyDialog({ filter, count, onClose }: Props & { readonly count: number; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = useTagChange();
  const [kind, setKind] = useState<(typeof ways)[number]>('add');
  const [tag, setTag] = useState('');
  // The number that was confirmed, though the list behind grows meanwhile.
  const [membersMeant] = useState(count);
  const isAsked = change.change !== undefined;
  const close = () => {
    onClose();
    if (isAsked) void change.refresh();
  };
  const ask = () => change.start({ kind, tag: tag.trim(), filter, membersMeant });
  const members = format.integer(membersMeant);
  return (
    <Modal
      open
      title={t('members.tags.many')}
      okText={isAsked ? t('action.close') : t(`members.tags.${kind}`, { count: membersMeant, members })}
      cancelText={t('action.cancel')}
      cancelButtonProps={{ hidden: isAsked }}
      okButtonProps={{ disabled: !isAsked && tag.trim() === '', loading: change.isRunning }}
      onOk={isAsked ? close : ask}
      onCancel={close}
    >
      <p className="modal-lead">{t('members.tags.lead', { count: membersMeant, members })}</p>
      {!isAsked && (
        <div className="clause-form">
          <Segmented
            aria-label={t('members.tags.way')}
            value={kind}
            options={ways.map((value) => ({ value, label: t(`members.tags.way_${value}`) }))}
            onChange={setKind}
          />
          <Input
            value={tag}
            maxLength={tagLengthMax}
            placeholder={t('members.tags.name')}
            aria-label={t('members.tags.name')}
            onChange={({ target }) => setTag(target.value)}
          />
        </div>
      )}
      <TagChangeState change={change} />
    </Modal>
  );
}
