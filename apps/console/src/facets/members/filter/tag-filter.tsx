import { TagOutlined } from '@ant-design/icons';
import { AutoComplete, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentRule } from '../../../conditions/builder-query.ts';
import { ClausePopover } from './clause-popover.tsx';

interface Props {
  /** Tags to choose from; any other can be typed. */
  readonly known: readonly string[];
  readonly onAdd: (clause: DocumentRule) => void;
}

/** Members with a tag. */
export function TagFilter({ known, onAdd }: Props) {
  const { t } = useTranslation();
  return (
    <ClausePopover
      content={(close) => (
        <TagForm
          known={known}
          onAdd={(clause) => {
            close();
            onAdd(clause);
          }}
        />
      )}
    >
      {(trigger) => (
        <Button icon={<TagOutlined aria-hidden />} {...trigger}>
          {t('members.filter.quick.tag')}
        </Button>
      )}
    </ClausePopover>
  );
}

function TagForm({ known, onAdd }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const add = (tag: string) => {
    if (tag.trim() !== '') onAdd({ field: `tag.${tag.trim()}`, operator: '=', value: true });
  };
  return (
    <form
      className="clause-form"
      onSubmit={(event) => {
        event.preventDefault();
        add(typed);
      }}
    >
      <h3>{t('members.filter.quick.tag')}</h3>
      {known.length > 0 && (
        <div className="clause-presets">
          {known.map((tag) => (
            <Button key={tag} size="small" onClick={() => add(tag)}>
              {tag}
            </Button>
          ))}
        </div>
      )}
      <AutoComplete
        value={typed}
        onChange={setTyped}
        aria-label={t('members.filter.tagName')}
        placeholder={t('members.filter.tagName')}
        options={known
          .filter((tag) => typed !== '' && tag !== typed && tag.toLowerCase().includes(typed.toLowerCase()))
          .map((tag) => ({ value: tag, label: tag }))}
      />
      <div className="clause-actions">
        <Button type="primary" htmlType="submit" disabled={typed.trim() === ''}>
          {t('action.apply')}
        </Button>
      </div>
    </form>
  );
}
