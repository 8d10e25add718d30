import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Result } from '../api/queries.ts';
import { dateOfInstant } from '../format/zoned-days.ts';
import { useSession } from '../reader/session.ts';
import { useFormat } from '../reader/use-format.ts';
import { placeVersions } from '../ui/chart/version-marks.ts';
import type { PublishedMark, VersionMark } from '../ui/chart/version-marks.ts';
import { versionsQuery } from './program-query.ts';

type Version = Result<'program', 'versions'>['items'][number];

/** A version with what was said of it. */
export interface PublishedVersion extends PublishedMark, Pick<Version, 'note' | 'restores' | 'publishedAt'> {}

const nothing: readonly Version[] = [];

/**
 * Where versions were published on a chart whose buckets begin on these days and end with `to`: what stands left of such a line was
 * judged anew by it. The first version is no mark: it holds since the first fact.
 */
export function useVersionMarks(
  points: readonly { readonly on: string }[],
  to: string,
): readonly VersionMark<PublishedVersion>[] {
  const { zone } = useFormat();
  const canRead = useSession().capabilities.includes('program.read');
  const { data } = useQuery({ ...versionsQuery(), enabled: canRead });
  const items = data?.items ?? nothing;
  return useMemo(() => {
    const published = items
      .filter(({ effectiveAt }) => Date.parse(effectiveAt) > 0)
      .map(({ version, note, restores, publishedAt }) => {
        return { version, note, restores, publishedAt, on: dateOfInstant(Date.parse(publishedAt), zone) };
      });
    return placeVersions(
      published,
      points.map(({ on }) => on),
      to,
    );
  }, [items, points, to, zone]);
}
