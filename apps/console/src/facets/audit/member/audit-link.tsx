import { useTranslation } from 'react-i18next';
import type { MemberProps } from '../../../facet/member-places.ts';
import { useVerdict } from '../../../reader/session.ts';
import { RouteLink } from '../../../ui/link.tsx';
import { auditPaths } from '../urls/paths.ts';

/** Leads to who did what with her, for whoever may read it. */
export function AuditLink({ profile }: MemberProps) {
  const { t } = useTranslation();
  if (!useVerdict('audit.read').isAllowed) return null;
  return (
    <p>
      <RouteLink href={auditPaths.ofMember(profile.id)}>{t('audit.ofMember')}</RouteLink>
    </p>
  );
}
