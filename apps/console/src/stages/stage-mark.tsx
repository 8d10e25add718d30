import type { StageStyle } from './stage-style.ts';

/** The mark of a stage: its shape in its colour. Decorative, because the stage's name always stands beside it. */
export function StageMark({ style, size = 12 }: { readonly style: StageStyle | undefined; readonly size?: number }) {
  if (style === undefined) return null;
  return (
    <svg className="stage-mark" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={style.shape} fill={style.colour} fillRule="evenodd" />
    </svg>
  );
}
