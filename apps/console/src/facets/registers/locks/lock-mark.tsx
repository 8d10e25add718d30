import { LockOutlined, UnlockOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberProfile } from '../../../facet/member-places.ts';
import { attributeName } from '../../../i18n/known-names.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { LockDialog } from './lock-dialog.tsx';
import type { Lock } from './locks.ts';

interface Props {
  readonly lock: Lock;
  readonly profile: MemberProfile;
}

/** Says beside a locked attribute whether it may change, and opens its log. */
export function LockMark({ lock, profile }: Props) {
  const { t } = useTranslation();
  const state = useLockText()(lock);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        type="link"
        size="small"
        className="lock-mark"
        icon={lock.isLocked ? <LockOutlined aria-hidden /> : <UnlockOutlined aria-hidden />}
        aria-label={t('registers.lock.open', { name: attributeName(lock.attribute, t), state })}
        onClick={() => setIsOpen(true)}
      >
        {state}
      </Button>
      {isOpen && <LockDialog lock={lock} profile={profile} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function useLockText(): (lock: Lock) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ isLocked, mayChangeAt }) => {
    if (!isLocked) return t('registers.lock.free');
    if (mayChangeAt === null) return t('registers.lock.locked');
    return t('registers.lock.until', { day: format.day(mayChangeAt) });
  };
}
