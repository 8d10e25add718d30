import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attributeName } from '../../../i18n/known-names.ts';
import { api } from '../../../api/client.ts';
import { createCommandKeys } from '../../../api/command-key.ts';
import { anyKinds, AnyValue } from '../../../conditions/values/any-value.tsx';
import { memberKey } from '../../../facet/member-places.ts';
import type { MemberProfile } from '../../../facet/member-places.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { changesOf, editedOf, isTypedByHand, newAttribute, problemOfChanges } from './attribute-changes.ts';
import type { EditedAttribute } from './attribute-changes.ts';
import './attribute-editor.css';

interface Props {
  readonly profile: MemberProfile;
  readonly onClose: () => void;
}

const valueLengthMax = 1_000;
const dialogWidth = 620;

/** The attributes of a member, changed, added and taken away together. */
export function AttributeEditor({ profile, onClose }: Props) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState(() => editedOf(profile.attributes));
  const save = useSave(profile.id, onClose);
  const changes = changesOf(edited);
  const count = Object.keys(changes).length;
  const problem = problemOfChanges(edited);
  const change = (id: string, next: Partial<EditedAttribute>) =>
    setEdited(edited.map((one) => (one.id === id ? { ...one, ...next } : one)));
  return (
    <Modal
      open
      width={dialogWidth}
      title={t('registers.edit.title')}
      okText={count === 0 ? t('action.save') : t('registers.edit.save', { count })}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: count === 0 || problem !== undefined, loading: save.isPending }}
      onOk={() => save.mutate(changes)}
      onCancel={onClose}
    >
      <p className="modal-lead">{t('registers.edit.lead')}</p>
      {save.isError && <ProblemPanel error={save.error} isWrite />}
      <ul className="attribute-rows">
        {edited
          .filter(({ isNew, isRemoved }) => !(isNew && isRemoved))
          .map((attribute) => (
            <AttributeRow key={attribute.id} attribute={attribute} onChange={(next) => change(attribute.id, next)} />
          ))}
      </ul>
      <Button
        size="small"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => setEdited([...edited, newAttribute(`new.${edited.length}`)])}
      >
        {t('registers.edit.add')}
      </Button>
      {problem !== undefined && <p className="quiet">{t(`registers.edit.${problem}`)}</p>}
    </Modal>
  );
}

function useSave(memberId: string, onDone: () => void) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [keyOf] = useState(createCommandKeys);
  return useMutation({
    mutationFn: (attributes: ReturnType<typeof changesOf>) =>
      api.members.setAttributes({ params: { memberId }, body: { attributes }, idempotencyKey: keyOf(attributes) }),
    onSuccess: async ({ changed }) => {
      onDone();
      void message.success(t('registers.edit.done', { count: changed }));
      await queryClient.invalidateQueries({ queryKey: memberKey(memberId) });
    },
  });
}

interface RowProps {
  readonly attribute: EditedAttribute;
  readonly onChange: (next: Partial<EditedAttribute>) => void;
}

function AttributeRow({ attribute, onChange }: RowProps) {
  const { t } = useTranslation();
  const { name, isNew, isPersonal, value, isRemoved } = attribute;
  return (
    <li aria-label={name === '' ? t('registers.edit.add') : attributeName(name, t)}>
      {isNew ? (
        <Input
          className="attribute-name"
          aria-label={t('registers.edit.name')}
          placeholder={t('registers.edit.name')}
          maxLength={100}
          value={name}
          onChange={({ target }) => onChange({ name: target.value })}
        />
      ) : (
        <span className={isRemoved ? 'attribute-name removed' : 'attribute-name'} title={name}>
          {attributeName(name, t)}
        </span>
      )}
      {isTypedByHand(value) ? (
        <AnyValue
          kinds={anyKinds}
          lengthMax={valueLengthMax}
          placeholder={isPersonal ? t('registers.edit.sealed') : ''}
          value={value}
          isDisabled={isRemoved}
          onChange={(next) => onChange({ value: next })}
        />
      ) : (
        <code title={t('registers.edit.notByHand')}>{JSON.stringify(value)}</code>
      )}
      <Button size="small" type="text" onClick={() => onChange({ isRemoved: !isRemoved })}>
        {isRemoved ? t('action.undo') : t('action.remove')}
      </Button>
    </li>
  );
}
