import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { TextContext } from '../../../conditions/condition-text.ts';
import { segmentText } from '../../../conditions/segment-text.ts';
import { RouteLink } from '../../../ui/link.tsx';
import { segmentsPaths } from '../../segments/urls/paths.ts';
import type { MembersSearch } from '../urls/search.ts';
import { Chip } from './clause-chips.tsx';

interface Props {
  readonly search: MembersSearch;
  readonly text: TextContext;
  readonly onChange: (search: MembersSearch) => void;
}

const segmentQuery = (segmentId: string) =>
  queryOptions({
    queryKey: ['segments', 'one', segmentId],
    queryFn: ({ signal }) => api.segments.get({ params: { segmentId } }, { signal }),
  });

/** The segment that the list is narrowed by: a saved one by its name, any other one in words. */
export function SegmentChips({ search, text, onChange }: Props) {
  const { t } = useTranslation();
  const { segment, who, ...rest } = search;
  const { data } = useQuery({ ...segmentQuery(segment ?? ''), enabled: segment !== undefined });
  const saved = t('members.filter.segment', { name: data?.name ?? t('members.filter.segmentOne') });
  const meant = who === undefined ? '' : t('members.filter.segment', { name: segmentText(readJson(who), text) });
  return (
    <>
      {segment !== undefined && (
        <Chip said={saved} onRemove={() => onChange(who === undefined ? rest : { ...rest, who })}>
          <RouteLink className="filter-said" href={segmentsPaths.segment(segment)}>
            {saved}
          </RouteLink>
        </Chip>
      )}
      {who !== undefined && (
        <Chip said={meant} onRemove={() => onChange(segment === undefined ? rest : { ...rest, segment })}>
          <span className="filter-said">{meant}</span>
        </Chip>
      )}
    </>
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
