import { QueryErrorResetBoundary } from '@tanstack/react-query';
import { CatchBoundary, useRouterState } from '@tanstack/react-router';
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { ProblemPanel } from '../problem-panel.tsx';

interface Props {
  /** Takes the room of the part until what it shows is there. */
  readonly pending: ReactNode;
  readonly children: ReactNode;
}

/**
 * A part of a page that is shown when all it asks for is there, and fails alone: a skeleton until then, the problem with a way to try
 * again instead of it. Another address is another question, so it tries again as well.
 */
export function Loaded({ pending, children }: Props) {
  const href = useRouterState({ select: ({ location }) => location.href });
  return (
    <QueryErrorResetBoundary>
      {({ reset }) => (
        // Without the reset, a query that failed would throw its old error instead of asking again.
        <CatchBoundary getResetKey={() => href} errorComponent={PartProblem} onCatch={reset}>
          <Suspense fallback={pending}>{children}</Suspense>
        </CatchBoundary>
      )}
    </QueryErrorResetBoundary>
  );
}

function PartProblem({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return <ProblemPanel error={error} onRetry={reset} />;
}
