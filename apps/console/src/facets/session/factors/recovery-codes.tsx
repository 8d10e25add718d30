import { Alert, Button, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

/** Codes that are shown once: to be kept before they go. */
export function RecoveryCodes({ codes, onDone }: Props) {
  const { t } = useTranslation();
  return (
    <Alert
      type="warning"
      showIcon
      title={t('session.factors.codesTitle')}
      description={
        <div className="factor-setup">
          <p>{t('session.factors.codesLead')}</p>
          <ul className="recovery-codes">
            {codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
          <div className="row-acts">
            <Typography.Text copyable={{ text: codes.join('\n'), tooltips: [t('action.copy'), t('action.copied')] }}>
              {t('action.copy')}
            </Typography.Text>
            <Button type="primary" onClick={onDone}>
              {t('session.factors.codesKept')}
            </Button>
          </div>
        </div>
      }
    />
  );
}
