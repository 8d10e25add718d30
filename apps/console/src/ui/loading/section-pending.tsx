import { SkeletonBlock } from '../skeleton.tsx';

const height = 420;

/** Takes the room of a page's content that has no nearer picture of itself. */
export function SectionPending() {
  return <SkeletonBlock height={height} />;
}
