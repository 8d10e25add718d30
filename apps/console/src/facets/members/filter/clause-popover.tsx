import { Drawer, Popover } from 'antd';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsNarrow } from '../../../reader/use-is-narrow.ts';

/** What the button has to have. */
export interface Trigger {
  readonly 'aria-expanded': boolean;
  /** Where the surrounding popover does not hear the click itself. */
  readonly onClick?: () => void;
}

interface Props {
  readonly children: (trigger: Trigger) => ReactElement;
  /** What is shown in it; `close` puts it away. */
  readonly content: (close: () => void) => ReactNode;
}

/** Opens under its button, on a phone from below; what was begun in it and not applied is gone with it. */
export function ClausePopover({ children, content }: Props) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  if (isNarrow) {
    return (
      <>
        {children({ 'aria-expanded': isOpen, onClick: () => setIsOpen(true) })}
        {isOpen && (
          <Drawer open placement="bottom" size="auto" title={t('members.filter.one')} onClose={close}>
            {content(close)}
          </Drawer>
        )}
      </>
    );
  }
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={isOpen}
      onOpenChange={setIsOpen}
      destroyOnHidden
      content={content(close)}
    >
      {children({ 'aria-expanded': isOpen })}
    </Popover>
  );
}
