import { useQuery } from '@tanstack/react-query';
import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { valueText } from '../../../conditions/condition-text.ts';
import { segmentText } from '../../../conditions/segment-text.ts';
import { useTextContext } from '../../../conditions/use-text-context.ts';
import { isRecord } from '../../../api/is-record.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { MemberSelect } from '../../../ui/select/member-select.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { membersPaths } from '../../members/urls/paths.ts';
import { segmentQueries } from '../asked/segment-queries.ts';
import type { SegmentExplanation, SentCondition } from '../asked/segment-queries.ts';
import './one.css';

interface Props {
  readonly condition: SentCondition;
  readonly memberId: string | undefined;
  readonly onMember: (memberId: string | undefined) => void;
}

type Clause = SegmentExplanation['clause'];

/** Why a member is or is not in it, clause by clause, and until when. */
export function WhyPanel({ condition, memberId, onMember }: Props) {
  const { t } = useTranslation();
  return (
    <Panel title={t('segments.why.title')} lead={t('segments.why.lead')}>
      <div className="segment-member">
        <MemberSelect label={t('segments.why.member')} value={memberId} onChange={onMember} />
      </div>
      {memberId !== undefined && <Explained condition={condition} memberId={memberId} />}
    </Panel>
  );
}

function Explained({ condition, memberId }: { readonly condition: SentCondition; readonly memberId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, isError, isPending } = useQuery(segmentQueries.explain(memberId, condition));
  if (isPending) return <SkeletonRows rows={3} label={t('segments.why.title')} />;
  if (isError) return <ProblemPanel error={error} />;
  return (
    <>
      <p>
        <strong>{t(data.isIn ? 'segments.why.in' : 'segments.why.out')}</strong>{' '}
        {data.until === null
          ? t('segments.why.never')
          : t(data.isIn ? 'segments.why.until' : 'segments.why.from', { at: format.instant(data.until) })}{' '}
        <RouteLink href={membersPaths.member(data.memberId)}>{t('segments.why.open')}</RouteLink>
      </p>
      <ul className="segment-clauses">
        <ClauseView clause={data.clause} />
      </ul>
    </>
  );
}

function ClauseView({ clause }: { readonly clause: Clause }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { isTrue, flipsAt, clauses, evidence } = clause;
  return (
    <li>
      {isTrue ? (
        <CheckCircleOutlined className="segment-yes" aria-label={t('segments.why.yes')} />
      ) : (
        <CloseCircleOutlined className="segment-no" aria-label={t('segments.why.no')} />
      )}{' '}
      <ClauseWords clause={clause} />
      {flipsAt !== null && clauses === undefined && (
        <span className="quiet"> {t('segments.why.flips', { at: format.instant(flipsAt) })}</span>
      )}
      {clauses !== undefined && (
        <ul>
          {clauses.map((inner, index) => (
            <ClauseView key={index} clause={inner} />
          ))}
        </ul>
      )}
      {evidence !== undefined && evidence.length > 0 && (
        <ul className="quiet">
          {evidence.map(({ at, text }, index) => (
            <li key={index}>
              {format.instant(at)} {text}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function ClauseWords({ clause: { combinator, isNegated, rule, actual } }: { readonly clause: Clause }) {
  const { t } = useTranslation();
  const text = useTextContext();
  if (combinator !== undefined)
    return (
      <>
        {t(`segments.group.${combinator}`)}
        {isNegated === true && ` · ${t('segments.group.not')}`}
      </>
    );
  const name = isRecord(rule) ? rule['field'] : undefined;
  const field = typeof name === 'string' ? text.fieldOf(name) : { field: '', type: typeOf(rule), unit: '', label: '' };
  return (
    <>
      {segmentText(rule, text)}
      {actual !== undefined && (
        <span className="quiet"> {t('segments.why.actual', { actual: valueText(actual, field, text) })}</span>
      )}
    </>
  );
}

/** What first and last times come to is an instant. */
function typeOf(rule: unknown): string {
  return isRecord(rule) && (rule['measure'] === 'first' || rule['measure'] === 'last') ? 'instant' : 'any';
}
