import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem-of.ts';
import { useLanguage } from '../i18n/use-local.ts';
import { useSaid } from '../i18n/use-said.ts';

interface Props {
  readonly error: unknown;
  /** Whether the failed request was to change something: then what was typed is still there. */
  readonly isWrite?: boolean;
  readonly onRetry?: (() => void) | undefined;
}

/** A failed request in three answers: what happened, what was kept, what to do. */
export function ProblemPanel({ error, isWrite = false, onRetry }: Props) {
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
      action={onRetry !== undefined && <Button onClick={onRetry}>{t('action.retry')}</Button>}
    />
  );
}
