import type { Webhook } from './webhook-queries.ts';
import { Ago } from './ago.tsx';
import { Failure } from './failure.tsx';

interface Props {
  readonly webhook: Webhook;
  /** When it was asked for. */
  readonly nowMs: number;
}

/** Only this answer makes a webhook gone. */
const goneStatus = 410;

/** When a call failed last, why, and what to do. */
export function LastFailure({ webhook: { lastFailure, lastFailedAt, state }, nowMs }: Props) {
  return (
    <>
      <Ago at={lastFailedAt} nowMs={nowMs} />
      {lastFailure !== null && (
        <span className="block">
          <Failure code={lastFailure} status={state === 'gone' ? goneStatus : null} />
        </span>
      )}
    </>
  );
}
