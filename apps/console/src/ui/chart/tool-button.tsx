import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
  readonly isDisabled?: boolean;
}

/** One of the small buttons in the head of a chart. */
export function ToolButton({ label, icon, onClick, isDisabled = false }: Props) {
  return (
    <Tooltip title={label}>
      <Button type="text" size="small" icon={icon} aria-label={label} onClick={onClick} disabled={isDisabled} />
    </Tooltip>
  );
}
