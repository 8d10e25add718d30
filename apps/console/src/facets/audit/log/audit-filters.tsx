import { Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebounced } from '../../../reader/use-debounced.ts';
import { useVerdict } from '../../../reader/session.ts';
import { DayPicker } from '../../../ui/day/day-picker.tsx';
import { memberName } from '../../../ui/member-name.tsx';
import type { AuditSearch } from '../urls/search.ts';
import { actName, knownActs } from './act-name.ts';
import { memberHitsQuery, peopleQuery } from './audit-query.ts';

interface Props {
  readonly search: AuditSearch;
  /** Whom the log names for the subject that it is filtered by. */
  readonly subjectName: string | undefined;
  readonly onChange: (search: AuditSearch) => void;
}

const outcomes = ['done', 'refused', 'failed', 'begun'] as const;
const nameless = ['command_line', 'system', 'nobody'] as const;

/** By what the log is narrowed; all of it stands in the address. */
export function AuditFilters({ search, subjectName, onChange }: Props) {
  const { t } = useTranslation();
  const actions = knownActs.map((value) => ({ value, label: actName(value, t) ?? value }));
  return (
    <div className="audit-filters">
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('audit.filterAction')}
        placeholder={t('audit.filterAction')}
        value={search.action ?? null}
        options={actions}
        onChange={(action) => onChange(withPart(search, 'action', action))}
      />
      <PersonFilter search={search} onChange={onChange} />
      <MemberFilter search={search} subjectName={subjectName} onChange={onChange} />
      <Select
        allowClear
        aria-label={t('audit.filterOutcome')}
        placeholder={t('audit.filterOutcome')}
        value={search.outcome ?? null}
        options={outcomes.map((value) => ({ value, label: t(`audit.outcomes.${value}`) }))}
        onChange={(outcome) => onChange(withPart(search, 'outcome', outcome))}
      />
      {(['from', 'to'] as const).map((end) => (
        <DayPicker
          key={end}
          aria-label={t(`audit.${end}`)}
          placeholder={t(`audit.${end}`)}
          value={search[end]}
          onChange={(day) => onChange(withPart(search, end, day))}
        />
      ))}
    </div>
  );
}

/** The search with one part of it changed, from its first page on. */
function withPart(search: AuditSearch, name: keyof AuditSearch, value: string | null | undefined): AuditSearch {
  const { [name]: _before, cursor: _cursor, ...rest } = search;
  return value === undefined || value === null || value === '' ? rest : { ...rest, [name]: value };
}

function PersonFilter({ search, onChange }: Pick<Props, 'search' | 'onChange'>) {
  const { t } = useTranslation();
  const mayKnow = useVerdict('users.manage').isAllowed && useVerdict('keys.manage').isAllowed;
  const { data } = useQuery({ ...peopleQuery(), enabled: mayKnow });
  const options = [
    ...nameless.map((kind) => ({ value: `kind:${kind}`, label: t(`audit.actors.${kind}`) })),
    ...(data?.users ?? []).map(({ id, name }) => ({ value: id, label: name })),
    ...(data?.keys ?? []).map(({ id, name }) => ({ value: id, label: `${name} · ${t('audit.actors.key')}` })),
  ];
  const choose = (value: string | undefined) => {
    const { actor: _actor, actorKind: _kind, cursor: _cursor, ...rest } = search;
    if (value === undefined) onChange(rest);
    else onChange(value.startsWith('kind:') ? { ...rest, actorKind: value.slice(5) } : { ...rest, actor: value });
  };
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t('audit.filterPerson')}
      placeholder={t('audit.filterPerson')}
      value={search.actor ?? (search.actorKind === undefined ? null : `kind:${search.actorKind}`)}
      options={options}
      onChange={choose}
    />
  );
}

const queryLengthMin = 3;
const restMs = 250;

/** A member by any of her identities, as she is searched for everywhere. */
function MemberFilter({ search, subjectName, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim(), restMs);
  const { data, isFetching } = useQuery({ ...memberHitsQuery(q), enabled: q.length >= queryLengthMin });
  const { subject } = search;
  const hits = q.length >= queryLengthMin ? (data?.items ?? []) : [];
  const chosen = subject === undefined ? [] : [{ value: subject, label: subjectName ?? `…${subject.slice(-6)}` }];
  const options =
    hits.length > 0 ? hits.map(({ member }) => ({ value: member.id, label: memberName(member) })) : chosen;
  return (
    <Select
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      notFoundContent={null}
      aria-label={t('audit.filterMember')}
      placeholder={t('audit.filterMember')}
      value={subject ?? null}
      options={options}
      onChange={(value) => onChange(withPart(search, 'subject', value))}
    />
  );
}
