import { SkeletonBlock, SkeletonRows } from '../../../ui/skeleton.tsx';

const cardHeight = 320;

export function MemberWalletsPending() {
  return (
    <div className="stack">
      <SkeletonBlock height={cardHeight} />
      <SkeletonRows rows={6} />
    </div>
  );
}
