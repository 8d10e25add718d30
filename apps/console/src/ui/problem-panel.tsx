import { ApiError } from '@perennial/contracts';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem-of.ts';
import { useLanguage } from '../i18n/use-local.ts';
import { useSaid } from '../i18n/use-said.ts';

interface Props {
  readonly error: unknown;
  /** Whether the failed request was to change something: then what was typed is still there. */
  readonly isWrite?: boolean;
  readonly onRetry?: (() => void) | undefined;
  /** Of a list by pages: the way out of a page that there is not. */
  readonly onFirst?: (() => void) | undefined;
}

/** A failed request in three answers: what happened, what was kept, what to do. */
export function ProblemPanel({ error, isWrite = false, onRetry, onFirst }: Props) {
  const { t } = useTranslation();
  const said = useSaid();
  const language = useLanguage();
  const problem = problemOf(error, t, said);
  return (
    <Alert
      type="error"
      showIcon
      className="problem"
      title={problem.title}
      description={
        <dl className="problem-facts">
          {problem.detail !== undefined && (
            <>
              <dt>{t('problem.what')}</dt>
              <dd>{problem.detail}</dd>
            </>
          )}
          <dt>{t('problem.kept')}</dt>
          <dd>{isWrite ? t('problem.keptWrite') : t('problem.keptRead')}</dd>
          <dt>{t('problem.next')}</dt>
          <dd>{problem.next}</dd>
          {problem.errors.map(({ path, message }) => (
            <dd key={path + message} title={path}>
              {language === 'en' && <code>{path}</code>} {message}
            </dd>
          ))}
          <dt>{t('problem.code')}</dt>
          <dd>
            <code>{problem.code}</code>
          </dd>
        </dl>
      }
      action={<WayOn error={error} onRetry={onRetry} onFirst={onFirst} />}
    />
  );
}

/** Asking the same again, as soon as the server lets it, or for the first page where the one in the address is none. */
function WayOn({ error, onRetry, onFirst }: Pick<Props, 'error' | 'onRetry' | 'onFirst'>) {
  const { t } = useTranslation();
  const seconds = useSecondsLeft(error instanceof ApiError ? error.retryAfterSeconds : undefined);
  if (onFirst !== undefined && error instanceof ApiError && error.problem.code === 'request.cursor_invalid')
    return <Button onClick={onFirst}>{t('action.first')}</Button>;
  if (onRetry === undefined) return null;
  return (
    <Button onClick={onRetry} disabled={seconds > 0}>
      {seconds > 0 ? t('action.retryIn', { seconds }) : t('action.retry')}
    </Button>
  );
}

const secondMs = 1_000;

/** Counts down from when the problem was shown. */
function useSecondsLeft(seconds: number | undefined): number {
  const [passed, setPassed] = useState(0);
  const left = Math.max(0, (seconds ?? 0) - passed);
  const isWaiting = left > 0;
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setInterval(() => setPassed((before) => before + 1), secondMs);
    return () => clearInterval(timer);
  }, [isWaiting]);
  return left;
}
