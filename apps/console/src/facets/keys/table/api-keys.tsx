import { KeyTable } from './key-table.tsx';

/** Keys for programs that read and act. */
export function ApiKeys() {
  return <KeyTable kind="api" />;
}
