import { ControlOutlined, DownOutlined, SwapOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { conditionTextMax, writeCondition } from '../../../conditions/address-condition.ts';
import type { DocumentCondition, DocumentRule } from '../../../conditions/builder-query.ts';
import { clausesOf, conditionOf } from '../../../conditions/clauses.ts';
import type { FieldSet } from '../../../conditions/editor-field.ts';
import { useFormat } from '../../../reader/use-format.ts';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import type { MembersSearch } from '../urls/search.ts';
import { AddFilter } from './add-filter.tsx';
import { Chip, ClauseChips } from './clause-chips.tsx';
import { ClauseForm } from './clause-form.tsx';
import { ClausePopover } from './clause-popover.tsx';
import { MovedForm } from './moved-form.tsx';
import { movedText } from './moved-text.ts';
import type { Moved } from './moved-text.ts';
import { quickFilters } from './quick-filters.ts';
import { SegmentChips } from './segment-chips.tsx';
import { StageFilter } from './stage-filter.tsx';
import { TagFilter } from './tag-filter.tsx';
import { useFieldText } from './use-field-text.ts';
import { WholeFilter } from './whole-filter.tsx';
import './filter.css';

interface Props {
  /** The address without its place in the list. */
  readonly search: MembersSearch;
  readonly condition: DocumentCondition | undefined;
  readonly fields: FieldSet;
  readonly lifecycle: LifecycleView;
  readonly tags: readonly string[];
  readonly onChange: (search: MembersSearch) => void;
}

/** What the list is narrowed by: the usual filters one click each, any field of the catalogue, and those in force as chips. */
export function FilterBar({ search, condition, fields, lifecycle, tags, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useFieldText(fields);
  const [isWhole, setIsWhole] = useState(false);
  const clauses = clausesOf(condition);
  const { narrow, move } = useNarrowing(search, onChange);
  const change = (next: readonly DocumentCondition[]) => narrow(conditionOf(next));
  const add = (clause: DocumentRule) => change([...clauses, clause]);
  const { moved = {} } = search;
  const hasMoved = Object.keys(moved).length > 0;
  const isOfSegment = search.segment !== undefined || search.who !== undefined;
  return (
    <div className="filter-bar">
      <div className="filter-row">
        <StageFilter clauses={clauses} lifecycle={lifecycle} onChange={change} />
        <TagFilter known={tags} onAdd={add} />
        <QuickFilters fields={fields} text={text} onAdd={add} />
        <MovedFilter moved={moved} lifecycle={lifecycle} onMove={move} />
        <AddFilter fields={fields} text={text} onAdd={add} />
        <Button icon={<ControlOutlined aria-hidden />} onClick={() => setIsWhole(true)}>
          {t('members.filter.advanced')}
        </Button>
      </div>
      {(clauses.length > 0 || hasMoved || isOfSegment) && (
        <ul className="filter-chips" aria-label={t('members.filter.active')}>
          <SegmentChips search={search} text={text} onChange={onChange} />
          <ClauseChips
            clauses={clauses}
            fields={fields}
            text={text}
            onChange={change}
            onEditAll={() => setIsWhole(true)}
          />
          {hasMoved && (
            <MovedChip
              moved={moved}
              said={movedText(moved, { t, format, lifecycle })}
              {...{ lifecycle }}
              onMove={move}
            />
          )}
          <li>
            <Button type="link" size="small" onClick={() => onChange(withoutFilters(search))}>
              {t('members.filter.clear')}
            </Button>
          </li>
        </ul>
      )}
      {isWhole && (
        <WholeFilter
          condition={condition}
          fields={fields}
          onApply={(next) => {
            setIsWhole(false);
            narrow(next);
          }}
          onClose={() => setIsWhole(false)}
        />
      )}
    </div>
  );
}

/** The same address with another filter. What is longer than an address carries is refused, and the filter stays. */
function useNarrowing(search: MembersSearch, onChange: (search: MembersSearch) => void) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return {
    narrow: (condition: DocumentCondition | undefined) => {
      const { condition: _, ...rest } = search;
      const text = condition === undefined ? '' : writeCondition(condition);
      if (text.length > conditionTextMax) void message.error(t('members.filter.tooLong'));
      else onChange(text === '' ? rest : { ...rest, condition: text });
    },
    move: (moved: Moved) => {
      const { moved: _, ...rest } = search;
      onChange(Object.keys(moved).length === 0 ? rest : { ...rest, moved });
    },
  };
}

export function withoutFilters(search: MembersSearch): MembersSearch {
  const { condition: _condition, moved: _moved, segment: _segment, who: _who, ...rest } = search;
  return rest;
}

interface QuickProps extends Pick<Props, 'fields'> {
  readonly text: ReturnType<typeof useFieldText>;
  readonly onAdd: (clause: DocumentRule) => void;
}

function QuickFilters({ fields, text, onAdd }: QuickProps) {
  const { t } = useTranslation();
  return quickFilters.map(({ id, field, presets }) => {
    const known = fields.find(field);
    if (known === undefined) return null;
    return (
      <ClausePopover
        key={id}
        content={(close) => (
          <ClauseForm
            field={known}
            presets={presets}
            text={text}
            onApply={(clause) => {
              close();
              onAdd(clause);
            }}
          />
        )}
      >
        {(trigger) => (
          <Button icon={<DownOutlined aria-hidden />} iconPlacement="end" {...trigger}>
            {t(`members.filter.quick.${id}`)}
          </Button>
        )}
      </ClausePopover>
    );
  });
}

interface MovedProps extends Pick<Props, 'lifecycle'> {
  readonly moved: Moved;
  readonly onMove: (moved: Moved) => void;
}

function MovedFilter({ moved, lifecycle, onMove }: MovedProps) {
  const { t } = useTranslation();
  return (
    <ClausePopover content={movedContent({ moved, lifecycle, onMove })}>
      {(trigger) => (
        <Button icon={<SwapOutlined aria-hidden />} {...trigger}>
          {t('members.moved.title')}
        </Button>
      )}
    </ClausePopover>
  );
}

function MovedChip({ said, ...props }: MovedProps & { readonly said: string }) {
  return (
    <Chip said={said} onRemove={() => props.onMove({})}>
      <ClausePopover content={movedContent(props)}>
        {(trigger) => (
          <button type="button" className="filter-said" {...trigger}>
            {said}
          </button>
        )}
      </ClausePopover>
    </Chip>
  );
}

function movedContent({ moved, lifecycle, onMove }: MovedProps) {
  return function content(close: () => void) {
    return (
      <MovedForm
        moved={moved}
        lifecycle={lifecycle}
        onApply={(next) => {
          close();
          onMove(next);
        }}
      />
    );
  };
}
