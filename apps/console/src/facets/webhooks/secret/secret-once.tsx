import { Alert, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

/** A secret, which is shown this once. */
export function SecretOnce({ secret }: { readonly secret: string }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="success"
      showIcon
      title={t('webhooks.secret.once')}
      description={
        <Typography.Text code copyable={{ text: secret, tooltips: [t('action.copy'), t('action.copied')] }}>
          {secret}
        </Typography.Text>
      }
    />
  );
}
