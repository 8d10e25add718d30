import type { StageView } from './use-lifecycle.ts';
import { StageMark } from './stage-mark.tsx';

/** A stage as a chip: its mark and its name. */
export function StageChip({ stage }: { readonly stage: StageView }) {
  return (
    <span className="stage-chip">
      <StageMark style={stage.style} />
      <span>{stage.name}</span>
    </span>
  );
}
