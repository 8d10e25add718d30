import { queryOptions, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { useDebounced } from '../../reader/use-debounced.ts';
import { memberName } from '../member-name.tsx';

interface Props {
  readonly label: string;
  /** Her id. */
  readonly value: string | undefined;
  /** What she is called, where that is known; else she is told apart by the end of her id. */
  readonly name?: string | undefined;
  readonly onChange: (memberId: string | undefined) => void;
}

const queryLengthMin = 3;
const restMs = 250;
const hitsMax = 10;

const hitsQuery = (q: string) =>
  queryOptions({
    queryKey: ['member-hits', q],
    queryFn: ({ signal }) => api.members.search({ query: { q, limit: hitsMax } }, { signal }),
  });

/** A member by any of her identities, as she is searched for everywhere. */
export function MemberSelect({ label, value, name, onChange }: Props) {
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim(), restMs);
  const { data, isFetching } = useQuery({ ...hitsQuery(q), enabled: q.length >= queryLengthMin });
  const hits = q.length >= queryLengthMin ? (data?.items ?? []) : [];
  const chosen = value === undefined ? [] : [{ value, label: name ?? `…${value.slice(-6)}` }];
  const options =
    hits.length > 0 ? hits.map(({ member }) => ({ value: member.id, label: memberName(member) })) : chosen;
  return (
    <Select
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      notFoundContent={null}
      aria-label={label}
      placeholder={label}
      value={value ?? null}
      options={options}
      onChange={(next: string | null | undefined) => onChange(next ?? undefined)}
    />
  );
}
