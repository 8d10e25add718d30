import { useParams } from '@tanstack/react-router';

/** The parts of the address that stand for a name: `memberId` of `/members/$memberId`. */
export function usePageParams(): Readonly<Partial<Record<string, string>>> {
  return useParams({ strict: false });
}
