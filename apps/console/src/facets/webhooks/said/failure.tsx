import { WarningOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { failureText } from './failure-text.ts';
import './said.css';

interface Props {
  readonly code: string;
  readonly status?: number | null;
}

/** Why a call failed, with what to do below it. */
export function Failure({ code, status = null }: Props) {
  const { t } = useTranslation();
  const { what, next } = failureText({ code, status }, t);
  return (
    <span title={code}>
      <span className="webhook-failed">
        <WarningOutlined aria-hidden /> {what}
      </span>
      <span className="block quiet">{next}</span>
    </span>
  );
}
