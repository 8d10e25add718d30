import { Button, Tooltip } from 'antd';
import type { ButtonProps } from 'antd';
import { useLocal } from '../i18n/use-local.ts';
import { useVerdict } from '../reader/session.ts';
import type { Capability } from '@perennial/contracts';

interface Props extends ButtonProps {
  readonly needs: Capability;
  /** Why the act is not to be had now, whoever asks. */
  readonly refusal?: string | undefined;
}

/** A button that is disabled with the reason, rather than hidden, where the reader's role or the matter does not allow the act. */
export function GuardedButton({ needs, refusal, disabled, ...rest }: Props) {
  const local = useLocal();
  const verdict = useVerdict(needs);
  const reason = verdict.isAllowed ? refusal : local(verdict.reason);
  if (reason === undefined) return <Button {...rest} {...(disabled === undefined ? {} : { disabled })} />;
  return (
    <Tooltip title={reason}>
      <Button {...rest} disabled aria-description={reason} />
    </Tooltip>
  );
}
