/** Grey forms that take the room of what will come, so that nothing jumps. */
export function SkeletonBlock({ height, label }: { readonly height: number; readonly label?: string }) {
  return <output className="skeleton" style={{ height }} aria-busy="true" aria-label={label} />;
}

export function SkeletonRows({ rows = 8, label }: { readonly rows?: number; readonly label?: string }) {
  return (
    <output className="skeleton-rows" aria-busy="true" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="skeleton" style={{ height: 20, width: `${96 - ((index * 7) % 30)}%` }} />
      ))}
    </output>
  );
}
