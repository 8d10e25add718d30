import { ApiError } from '@perennial/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { conditionTextMax } from '../../../conditions/address-condition.ts';
import { segmentText } from '../../../conditions/segment-text.ts';
import { useTextContext } from '../../../conditions/use-text-context.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { RouteLink } from '../../../ui/link.tsx';
import { MemberName } from '../../../ui/member-name.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { membersPaths } from '../../members/urls/paths.ts';
import { segmentQueries } from '../asked/segment-queries.ts';
import type { Segment } from '../asked/segment-queries.ts';
import type { SentCondition } from '../asked/segment-queries.ts';
import './one.css';

interface Props {
  readonly condition: SentCondition;
  /** The saved segment, and whether the draft still says what it says. */
  readonly saved: Segment | undefined;
  readonly isChanged: boolean;
}

/** How many the draft means while it is built, some of them, and whom saving would bring in and put out. */
export function SizePanel({ condition, saved, isChanged }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useTextContext();
  const result = useQuery({ ...segmentQueries.preview(condition), placeholderData: keepPreviousData });
  const { data } = result;
  return (
    <Panel
      title={t('segments.size.title')}
      className="segment-size"
      listed={result.isPlaceholderData ? undefined : data?.members}
    >
      <p className="segment-words">{segmentText(condition, text)}</p>
      {result.isError && <SizeProblem error={result.error} onRetry={() => void result.refetch()} />}
      {result.isPending && <SkeletonRows rows={5} label={t('segments.size.title')} />}
      {data !== undefined && !result.isError && (
        <div
          aria-live="polite"
          aria-busy={result.isPlaceholderData}
          className={result.isPlaceholderData ? 'stale' : ''}
        >
          <p className="segment-figure">{format.integer(data.members)}</p>
          <p>
            {t('segments.size.share', {
              everybody: format.integer(data.everybody),
              share: format.percent(data.everybody === 0 ? 0 : data.members / data.everybody),
            })}
          </p>
          <p className="hint">
            {t('segments.size.took', {
              ms: format.integer(data.tookMilliseconds),
              seconds: format.decimal(data.lagMilliseconds / 1_000, 1),
              class: t(`segments.classes.${data.class}`),
            })}
          </p>
          {data.isSlow && <p className="hint hint-warning">{t('segments.size.slow')}</p>}
          {saved !== undefined && isChanged && <Change segmentId={saved.id} condition={condition} />}
          <h3>{t('segments.size.sample')}</h3>
          {data.sample.length === 0 ? (
            <p className="quiet">{t('segments.size.nobody')}</p>
          ) : (
            <ul className="segment-sample">
              {data.sample.map((member) => (
                <li key={member.id}>
                  <RouteLink href={membersPaths.member(member.id)}>
                    <MemberName {...member} />
                  </RouteLink>
                </li>
              ))}
            </ul>
          )}
          <SeeAll condition={condition} saved={isChanged ? undefined : saved} />
        </div>
      )}
    </Panel>
  );
}

/** What is wrong stands at its clause; here is only that something is. */
function SizeProblem({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  const isUnsound = error instanceof ApiError && error.problem.code === 'segment.invalid';
  return isUnsound ? (
    <p className="quiet">{t('segments.size.unsound')}</p>
  ) : (
    <ProblemPanel error={error} onRetry={onRetry} />
  );
}

function Change({ segmentId, condition }: { readonly segmentId: string; readonly condition: SentCondition }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(segmentQueries.compare(segmentId, condition));
  if (data === undefined) return <p className="quiet">{t('segments.compare.asked')}</p>;
  const { join, leave, stay } = data;
  const numbers = { join: format.integer(join), leave: format.integer(leave), stay: format.integer(stay) };
  return <p className="segment-change">{t('segments.compare.said', numbers)}</p>;
}

function SeeAll({ condition, saved }: Pick<Props, 'condition' | 'saved'>) {
  const { t } = useTranslation();
  const who = JSON.stringify(condition);
  if (saved === undefined && who.length > conditionTextMax)
    return <p className="quiet">{t('segments.size.tooLong')}</p>;
  const href = membersPaths.members(saved === undefined ? { who } : { segment: saved.id });
  return <RouteLink href={href}>{t('segments.size.all')}</RouteLink>;
}
