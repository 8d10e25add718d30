import { useTranslation } from 'react-i18next';
import { toMilliseconds } from '../../../format/format.ts';
import { useFormat } from '../../../reader/use-format.ts';
import type { LevelProgress, MeasureProgress } from '../asked/queries.ts';
import { useMeasureText } from './measure-text.ts';

interface Props {
  readonly title: string;
  readonly progress: LevelProgress;
  readonly asOfAt: string;
}

/** "N to go by a day, of which M leaves before": a bar a measure, and the figures that it stands for. */
export function ProgressView({ title, progress, asOfAt }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { measures, combinator, by, opensAt, who, isReached } = progress;
  const nowMs = toMilliseconds(asOfAt);
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {measures.map((measure) => (
        <MeasureBar key={measure.measure} measure={measure} by={by} />
      ))}
      <p className="quiet">
        {[
          isReached ? t('tiers.reached') : '',
          measures.length > 1 ? t(`tiers.combinator.${combinator}`) : '',
          by === null ? '' : t('tiers.judged', { when: format.relative(by, nowMs), day: format.instant(by) }),
          opensAt === null ? '' : t('tiers.opens', { day: format.day(opensAt) }),
          who === null ? '' : t(who ? 'tiers.whoHolds' : 'tiers.whoFails'),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
    </section>
  );
}

function MeasureBar({ measure, by }: { readonly measure: MeasureProgress; readonly by: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nameOf, amountOf: amount } = useMeasureText();
  const { have, counts, need, left, leaves } = measure;
  const share = need === 0 ? 1 : Math.min(1, Math.max(0, counts / need));
  const before = leaves.filter(({ at }) => by === null || toMilliseconds(at) <= toMilliseconds(by));
  const [first] = leaves;
  const label = nameOf(measure);
  return (
    <div className="measure">
      <div className="measure-head">
        <span>{label}</span>
        <span>
          {t('tiers.have', { have: amount(measure, counts), need: amount(measure, need) })}
          {left > 0 && <strong> {t('tiers.left', { left: amount(measure, left) })}</strong>}
        </span>
      </div>
      <progress className="measure-bar" aria-label={label} max={1} value={share} />
      {have !== counts && <span className="hint">{t('tiers.haveNow', { have: amount(measure, have) })}</span>}
      {first !== undefined && (
        <span className="hint">
          {t('tiers.leaves', {
            amount: amount(measure, before.length === 0 ? first.amount : sumOf(before)),
            day: format.day((before.at(-1) ?? first).at),
          })}
        </span>
      )}
    </div>
  );
}

function sumOf(leaves: MeasureProgress['leaves']): number {
  return leaves.reduce((sum, { amount }) => sum + amount, 0);
}
