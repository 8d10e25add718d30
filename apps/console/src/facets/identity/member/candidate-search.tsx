import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebounced } from '../../../reader/use-debounced.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { matchedName } from '../../../i18n/known-names.ts';
import { MemberName, memberName } from '../../../ui/member-name.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { candidatesQuery } from './merge-queries.ts';

interface Props {
  /** Who cannot be chosen: the member herself. */
  readonly exceptId: string;
  readonly onChoose: (memberId: string) => void;
}

const queryLengthMin = 2;
const restMs = 250;

/** Finds a member by any identity, to be chosen. */
export function CandidateSearch({ exceptId, onChoose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim(), restMs);
  const isAsked = q.length >= queryLengthMin;
  const { data, error, isFetching } = useQuery({ ...candidatesQuery(q), enabled: isAsked });
  const hits = isAsked ? (data?.items.filter(({ member }) => member.id !== exceptId) ?? []) : [];
  return (
    <div className="merge-search">
      <Input
        allowClear
        value={typed}
        placeholder={t('identity.merge.hint')}
        aria-label={t('identity.merge.search')}
        onChange={({ target }) => setTyped(target.value)}
      />
      {error !== null && <ProblemPanel error={error} />}
      <ul className="merge-hits" aria-label={t('identity.merge.hits')}>
        {hits.map(({ member, matched }) => (
          <li key={member.id}>
            <span>
              <MemberName id={member.id} label={member.label} isUnreadable={member.isUnreadable} />{' '}
              <span className="quiet">{matchedName(matched, q, t)}</span>
            </span>
            <span className="quiet">
              {t('identity.merge.purchaseCount', { count: member.orders })} · {format.money(member.spendMinor)}
            </span>
            <Button
              size="small"
              aria-label={t('identity.merge.chooseNamed', { name: memberName(member) })}
              onClick={() => onChoose(member.id)}
            >
              {t('identity.merge.choose')}
            </Button>
          </li>
        ))}
      </ul>
      {isAsked && !isFetching && hits.length === 0 && error === null && (
        <p className="quiet">{t('identity.merge.noHit')}</p>
      )}
    </div>
  );
}
