import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { conditionTextMax, writeCondition } from '../../../conditions/address-condition.ts';
import type { DocumentCondition } from '../../../conditions/builder-query.ts';
import { isComplete, isGroup } from '../../../conditions/clauses.ts';
import { ConditionEditor } from '../../../conditions/condition-editor.tsx';
import type { FieldSet } from '../../../conditions/editor-field.ts';

interface Props {
  readonly condition: DocumentCondition | undefined;
  readonly fields: FieldSet;
  readonly onApply: (condition: DocumentCondition | undefined) => void;
  readonly onClose: () => void;
}

const firstField = 'purchase.last';
const drawerWidth = 720;

/** The whole filter in the editor of conditions: all of, any of, none of, in groups. Nothing is asked for until it is applied. */
export function WholeFilter({ condition, fields, onApply, onClose }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(condition);
  const isEmpty = draft === undefined || (isGroup(draft) && draft.rules.length === 0);
  const isTooLong = draft !== undefined && writeCondition(draft).length > conditionTextMax;
  return (
    <Drawer
      open
      size={drawerWidth}
      rootClassName="whole-filter"
      title={t('members.filter.whole')}
      onClose={onClose}
      footer={
        <div className="clause-actions">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            type="primary"
            disabled={!isEmpty && (isTooLong || !isComplete(draft))}
            onClick={() => onApply(isEmpty ? undefined : draft)}
          >
            {t('action.apply')}
          </Button>
        </div>
      }
    >
      <p className="quiet">{t('members.filter.wholeLead')}</p>
      <ConditionEditor value={draft} fields={fields} firstField={firstField} isDisabled={false} onChange={setDraft} />
      {!isEmpty && !isComplete(draft) && <p className="quiet">{t('members.filter.incomplete')}</p>}
      {isTooLong && <p className="quiet">{t('members.filter.tooLong')}</p>}
    </Drawer>
  );
}
