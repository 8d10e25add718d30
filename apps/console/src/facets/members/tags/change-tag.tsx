import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { TagChangeState } from './tag-change-state.tsx';
import { useTagChange } from './use-tag-change.ts';

/** What is to become of a tag, and of how many. */
export interface TagAct {
  readonly kind: 'rename' | 'delete';
  readonly tag: string;
  readonly members: number;
}

const tagLengthMax = 100;

/** Says in numbers what renaming or deleting a tag will change, and does it. */
export function ChangeTag({ act, onClose }: { readonly act: TagAct; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = useTagChange();
  const [to, setTo] = useState('');
  const { kind, tag, members: membersMeant } = act;
  const isAsked = change.change !== undefined;
  const isReady = kind === 'delete' || (to.trim() !== '' && to.trim() !== tag);
  const close = () => {
    onClose();
    if (isAsked) void change.refresh();
  };
  const ask = () =>
    change.start(kind === 'delete' ? { kind, tag, membersMeant } : { kind, tag, to: to.trim(), membersMeant });
  return (
    <Modal
      open
      title={`${t(`members.tags.act.${kind}`)}: ${tag}`}
      okText={isAsked ? t('action.close') : t(`members.tags.act.${kind}`)}
      cancelText={t('action.cancel')}
      cancelButtonProps={{ hidden: isAsked }}
      okButtonProps={{
        danger: kind === 'delete' && !isAsked,
        disabled: !isAsked && !isReady,
        loading: change.isRunning,
      }}
      onOk={isAsked ? close : ask}
      onCancel={close}
    >
      <p className="modal-lead">
        {t(`members.tags.willChange.${kind}`, { count: membersMeant, members: format.integer(membersMeant), tag })}
      </p>
      {kind === 'rename' && !isAsked && (
        <Input
          value={to}
          maxLength={tagLengthMax}
          placeholder={t('members.tags.newName')}
          aria-label={t('members.tags.newName')}
          onChange={({ target }) => setTo(target.value)}
        />
      )}
      <TagChangeState change={change} />
    </Modal>
  );
}
