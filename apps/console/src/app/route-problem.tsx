import { useRouter } from '@tanstack/react-router';
import { ProblemPanel } from '../ui/problem-panel.tsx';

/** What a page could not be drawn without and could not be had, with a way to ask for it again. */
export function RouteProblemPanel({ error }: { readonly error: unknown }) {
  const router = useRouter();
  return <ProblemPanel error={error} onRetry={() => void router.invalidate()} />;
}
