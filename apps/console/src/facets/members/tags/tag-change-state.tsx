import { Alert, Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import type { useTagChange } from './use-tag-change.ts';

const whole = 100;

/** How far a change of tags has come, how it ended, and the way back. */
export function TagChangeState({ change: used }: { readonly change: ReturnType<typeof useTagChange> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { change, error, isRunning, stop, undo } = used;
  if (error !== null) return <ProblemPanel error={error} isWrite />;
  if (change === undefined) return null;
  const { changed, done, refused, status, total } = change;
  if (isRunning)
    return (
      <div aria-live="polite">
        <Progress percent={total === 0 ? 0 : Math.floor((done * whole) / total)} />
        <p className="quiet">
          {t('members.tags.running', { done: format.integer(done), total: format.integer(total) })}{' '}
          <Button size="small" onClick={stop}>
            {t('action.cancel')}
          </Button>
        </p>
      </div>
    );
  const words = t(`members.tags.ended.${status === 'succeeded' ? 'done' : 'broken'}`, {
    count: changed,
    members: format.integer(changed),
  });
  const left = refused === 0 ? '' : ` ${t('members.tags.refused', { members: format.integer(refused) })}`;
  const canUndo = changed > 0 && change.kind !== 'undo';
  return (
    <Alert
      type={status === 'succeeded' ? 'success' : 'warning'}
      showIcon
      title={`${words}${left}`}
      action={canUndo && <Button onClick={undo}>{t('action.undo')}</Button>}
    />
  );
}
