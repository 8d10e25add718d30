import { Button, Tooltip } from 'antd';
import type { ButtonProps } from 'antd';
import { useLocal } from '../i18n/use-local.ts';
import { useVerdict } from '../app/session.ts';
import type { Capability } from '@perennial/contracts';

/** A button that is disabled with the reason, rather than hidden, where the reader's role does not include the act. */
export function GuardedButton({ needs, disabled, ...rest }: ButtonProps & { readonly needs: Capability }) {
  const local = useLocal();
  const verdict = useVerdict(needs);
  if (verdict.isAllowed) return <Button {...rest} {...(disabled === undefined ? {} : { disabled })} />;
  return (
    <Tooltip title={local(verdict.reason)}>
      <Button {...rest} disabled aria-description={local(verdict.reason)} />
    </Tooltip>
  );
}
