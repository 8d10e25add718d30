import { Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useVerdict } from '../../../reader/session.ts';
import { DayPicker } from '../../../ui/day/day-picker.tsx';
import { MemberSelect } from '../../../ui/select/member-select.tsx';
import type { AuditSearch } from '../urls/search.ts';
import { actName, knownActs } from './act-name.ts';
import { peopleQuery } from './audit-query.ts';

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
      <MemberSelect
        label={t('audit.filterMember')}
        value={search.subject}
        name={subjectName}
        onChange={(subject) => onChange(withPart(search, 'subject', subject))}
      />
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
