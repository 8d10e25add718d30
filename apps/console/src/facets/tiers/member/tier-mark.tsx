import { useQuery } from '@tanstack/react-query';
import { useLocal } from '../../../i18n/use-local.ts';
import { RouteLink } from '../../../ui/link.tsx';
import type { MemberProps } from '../../../facet/member-places.ts';
import { useVerdict } from '../../../reader/session.ts';
import { tiersPaths } from '../urls/paths.ts';
import { useLevelName } from './level-name.tsx';
import { tiersQuery } from '../asked/queries.ts';
import './tiers.css';

/** Her level in each set, for whoever serves her; of a past day the one of then. */
export function TierMark({ profile, asOf }: MemberProps) {
  const local = useLocal();
  const levelName = useLevelName();
  const mayRead = useVerdict('wallet.read').isAllowed;
  const { data } = useQuery({ ...tiersQuery(profile.id, asOf), enabled: mayRead });
  const held = (data?.sets ?? []).filter(({ level }) => level !== '');
  if (held.length === 0) return null;
  return (
    <span className="tier-marks">
      {held.map((set) => (
        <RouteLink
          key={set.tierSet}
          className="tag"
          href={tiersPaths.tiersOf(profile.id, asOf)}
          title={local(set.name)}
        >
          {levelName(set, set.level)}
        </RouteLink>
      ))}
    </span>
  );
}
