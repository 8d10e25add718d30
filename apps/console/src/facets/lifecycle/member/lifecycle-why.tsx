import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import type { ClauseOnWire } from '@perennial/contracts/staff';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isRecord } from '../../../api/is-record.ts';
import type { MemberProps } from '../../../facet/member-places.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useSession } from '../../../reader/session.ts';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import type { StageView } from '../../../stages/use-lifecycle.ts';
import { clauseText, resolvedText, valueText } from '../../../conditions/condition-text.ts';
import type { TextContext } from '../../../conditions/condition-text.ts';
import { useTextContext } from '../../../conditions/use-text-context.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { Panel } from '../../../ui/panel.tsx';
import { useMoveText, useRecordedText } from '../../../conditions/use-move-text.ts';
import { StageChip } from '../../../stages/stage-chip.tsx';
import { explanationQuery } from './queries.ts';
import type { Explanation } from './queries.ts';
import './member.css';

type LifecycleExplanation = Explanation['lifecycles'][number];

/** Why she stands where she stands, in each lifecycle. */
export function LifecycleWhys({ profile, asOf }: MemberProps) {
  const { data } = useSuspenseQuery(explanationQuery(profile.id, asOf));
  return data.lifecycles.map((lifecycle) => <LifecycleWhy key={lifecycle.lifecycle} lifecycle={lifecycle} />);
}

/** "Why is she here?": each stage in the order of precedence, clause by clause, until the first that holds. */
function LifecycleWhy({ lifecycle }: { readonly lifecycle: LifecycleExplanation }) {
  const { t } = useTranslation();
  const local = useLocal();
  const format = useFormat();
  const view = useLifecycle(lifecycle.lifecycle);
  const context = useTextContext(view.document?.recencyOf);
  const currentIndex = lifecycle.stages.findIndex(({ isTrue }) => isTrue);
  const { cause, recorded, since } = lifecycle;
  const moveText = useMoveText();
  const recordedText = useRecordedText();
  const note = recorded === null ? undefined : recordedText(recorded);
  return (
    <Panel title={`${t('lifecycle.member.whyHere')} · ${local(lifecycle.name)}`} lead={t('lifecycle.member.whyLead')}>
      {cause !== null && since !== null && (
        <p className="cause">
          {t('lifecycle.member.cause', { day: format.day(since), cause: moveText(cause) })}
          {note !== undefined && <span className="quiet"> · {note}</span>}
        </p>
      )}
      <ol className="why-stages">
        {lifecycle.stages.map((stage, index) => (
          <WhyStage
            key={stage.stage}
            stage={{ ...view.stage(stage.stage), name: local(stage.name) }}
            verdict={index > currentIndex ? 'skipped' : stage.isTrue ? 'holds' : 'fails'}
            clause={stage.clause}
            context={context}
          />
        ))}
      </ol>
    </Panel>
  );
}

interface StageProps {
  readonly stage: StageView;
  readonly verdict: 'holds' | 'fails' | 'skipped';
  readonly clause: ClauseOnWire | null;
  readonly context: TextContext;
}

function WhyStage({ stage, verdict, clause, context }: StageProps) {
  const { t } = useTranslation();
  const mayRead = useSession().capabilities.includes('program.rules');
  return (
    <li className={`why-stage ${verdict}`}>
      <details open={verdict !== 'skipped'}>
        <summary>
          <StageChip stage={stage} />
          <span className="verdict">{t(`lifecycle.member.${verdict}`)}</span>
        </summary>
        {clause === null ? (
          <p className="quiet clause">{t(mayRead ? 'lifecycle.member.lastResort' : 'lifecycle.member.rulesHidden')}</p>
        ) : (
          <ClauseTree clause={clause} context={context} />
        )}
      </details>
    </li>
  );
}

/** A clause and its parts. A group of one is its only part. */
function ClauseTree({ clause, context }: { readonly clause: ClauseOnWire; readonly context: TextContext }) {
  const { t } = useTranslation();
  const parts = clause.clauses ?? [];
  if (clause.kind === 'rule') return <ClauseLine clause={clause} context={context} />;
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && clause.isNegated !== true) {
    return <ClauseTree clause={only} context={context} />;
  }
  const isOr = clause.combinator === 'or';
  const key = clause.isNegated === true ? (isOr ? 'notOr' : 'notAnd') : isOr ? 'or' : 'and';
  return (
    <div className="clause-group">
      <span className="quiet">{t(`condition.combinator.${key}`)}</span>
      <ul>
        {parts.map((part, index) => (
          <li key={index}>
            <ClauseTree clause={part} context={context} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ClauseLine({ clause, context }: { readonly clause: ClauseOnWire; readonly context: TextContext }) {
  const { t, format } = context;
  // Plain days say themselves what they come to; her own rhythm and a category's cycle do not.
  const isOwnWindow = isRecord(clause.value) && clause.value['window'] !== 'days';
  const resolved = isOwnWindow ? resolvedText(clause.resolved, context) : undefined;
  const field = context.fieldOf(clause.field ?? '');
  return (
    <div className="clause">
      <span className={clause.isTrue ? 'mark yes' : 'mark no'}>
        {clause.isTrue ? <CheckOutlined aria-hidden /> : <CloseOutlined aria-hidden />}
        <span className="visually-hidden">
          {clause.isTrue ? t('lifecycle.member.holds') : t('lifecycle.member.fails')}:{' '}
        </span>
      </span>
      <span>
        {clauseText(clause, context)}
        {resolved !== undefined && <span className="quiet"> ({resolved})</span>}
        {clause.actual !== undefined && (
          <span className="quiet">
            {' '}
            · {t('lifecycle.member.actual', { value: valueText(clause.actual, field, context) })}
          </span>
        )}
        {clause.flipsAt !== null && (
          <span className="flips"> · {t('lifecycle.member.flips', { day: format.day(clause.flipsAt) })}</span>
        )}
      </span>
    </div>
  );
}
