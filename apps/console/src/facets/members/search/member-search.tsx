import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete } from 'antd';
import type { TFunction } from 'i18next';
import { useDeferredValue, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useGo } from '../../../ui/link.tsx';
import { MemberName } from '../../../ui/member-name.tsx';
import { ComboInput } from '../../../ui/select/combo-input.tsx';
import { NothingFound } from '../../../ui/select/nothing-found.tsx';
import { StageChip } from '../../../stages/stage-chip.tsx';
import { HitText } from './hit-text.tsx';
import { membersPaths } from '../urls/paths.ts';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import './member-search.css';

export const memberSearchInputId = 'member-search';
const queryLengthMin = 2;

/** Finds a member by name, order or any identity. Enter goes to the only hit, or lists them all. */
export function MemberSearch() {
  const { t } = useTranslation();
  const go = useGo();
  const { stage } = useLifecycle(undefined);
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const { data, isFetching } = useQuery({
    queryKey: ['members', 'search', q],
    queryFn: ({ signal }) => api.members.search({ query: { q, limit: 8 } }, { signal }),
    enabled: q.length >= queryLengthMin,
  });
  const items = q.length >= queryLengthMin ? (data?.items ?? []) : [];
  const open = (memberId: string) => {
    setText('');
    go(membersPaths.member(memberId));
  };
  const options = items.map(({ member, ...hit }) => ({
    value: member.id,
    label: (
      <span className="search-hit">
        <span>
          <MemberName id={member.id} label={member.label} isUnreadable={member.isUnreadable} />
        </span>
        <HitText q={q} hit={hit} />
        <StageChip stage={stage(member.stage)} />
      </span>
    ),
  }));
  return (
    <AutoComplete
      className="member-search"
      id={memberSearchInputId}
      value={text}
      options={options}
      onSelect={open}
      onChange={setText}
      notFoundContent={noneFound(q, isFetching, t)}
      virtual={false}
      classNames={{ popup: { root: 'member-search-popup' } }}
      popupMatchSelectWidth={360}
      aria-label={t('members.search.label')}
    >
      <ComboInput
        prefix={<SearchOutlined aria-hidden />}
        suffix={<kbd aria-hidden="true">/</kbd>}
        placeholder={t('members.search.hint')}
        aria-label={t('members.search.label')}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key === 'Enter' && items.length !== 1 && text.trim() !== '')
            go(membersPaths.members({ q: text.trim() }));
          if (event.key === 'Enter' && items.length === 1 && items[0] !== undefined) open(items[0].member.id);
        }}
      />
    </AutoComplete>
  );
}

/** A single character would name half of everybody. */
function noneFound(q: string, isFetching: boolean, t: TFunction): ReactNode {
  if (q.length === 1) return <NothingFound text={t('members.search.tooShort')} />;
  return q.length >= queryLengthMin && !isFetching ? <NothingFound /> : null;
}
