/** The charts' library in a chunk of its own. Called early by pages that show charts; the second call answers with the first's. */
export const loadChartCanvas = () => import('./chart-canvas.tsx');
