import { Popover } from 'antd';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';

interface Props {
  readonly children: (isOpen: boolean) => ReactElement;
  /** What is shown in it; `close` puts it away. */
  readonly content: (close: () => void) => ReactNode;
}

/** Opens under its button; what was begun in it and not applied is gone with it. */
export function ClausePopover({ children, content }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={isOpen}
      onOpenChange={setIsOpen}
      destroyOnHidden
      content={content(() => setIsOpen(false))}
    >
      {children(isOpen)}
    </Popover>
  );
}
