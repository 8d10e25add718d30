import { Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { verifySnippet } from './verify-snippet.ts';
import '../said/body.css';
import './secret.css';

/** How a receiver knows that a call is genuine. */
export function VerifyHelp() {
  const { t } = useTranslation();
  return (
    <div className="verify-help">
      <p className="quiet">{t('webhooks.secret.verifyLead')}</p>
      <Typography.Paragraph
        className="verify-snippet"
        copyable={{ text: verifySnippet, tooltips: [t('action.copy'), t('action.copied')] }}
      >
        <pre className="webhook-body">{verifySnippet.trimEnd()}</pre>
      </Typography.Paragraph>
      <p className="quiet">{t('webhooks.secret.answerLead')}</p>
    </div>
  );
}
