import { BarChart, LineChart, SankeyChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import type { ECElementEvent, ECharts, EChartsCoreOption } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { picturePixels } from './frame-picture.ts';

use([
  BarChart,
  LineChart,
  SankeyChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  LabelLayout,
  CanvasRenderer,
]);

export interface ChartPick {
  readonly seriesId: string | undefined;
  readonly name: string;
  readonly dataIndex: number;
  readonly data: unknown;
}

/** The chart as it stands, on a canvas of its own with `picturePixels` pixels for one of the screen's. */
export type DrawChart = () => HTMLCanvasElement;

interface Props {
  readonly option: EChartsCoreOption;
  /** Where a click leads; nowhere where it is undefined, and then nothing looks as if it could be clicked. */
  readonly hrefOf?: ((pick: ChartPick) => string | undefined) | undefined;
  readonly onGo: (href: string) => void;
  /** Receives a function that draws the chart once more, for a picture of it. */
  readonly onReady: (draw: DrawChart) => void;
}

/** The canvas itself, in a chunk of its own: ECharts is as large as the rest of the console. */
export function ChartCanvas({ option, hrefOf, onGo, onReady }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const drill = useRef({ hrefOf, onGo });
  const ready = useRef(onReady);

  // ECharts lives outside React: it is created with the element, told of options, and disposed with the element.
  useEffect(() => {
    if (element.current === null) return undefined;
    const instance = init(element.current, undefined, { renderer: 'canvas' });
    chart.current = instance;
    ready.current(() => instance.renderToCanvas({ pixelRatio: picturePixels }));
    const hrefAt = ({ seriesId, name, dataIndex, data }: ECElementEvent) =>
      drill.current.hrefOf?.({ seriesId, name, dataIndex, data });
    instance.on('click', (event) => {
      const href = hrefAt(event);
      if (href !== undefined) drill.current.onGo(href);
    });
    // The library shows a hand over every bar, whether or not a click leads anywhere.
    instance.on('mousemove', (event) => {
      instance.getZr().setCursorStyle(hrefAt(event) === undefined ? 'default' : 'pointer');
    });
    const place = element.current;
    // It is told of the first size as well, by which the chart is drawn already: each would be drawn twice.
    const observer = new ResizeObserver(() => {
      if (place.clientWidth !== instance.getWidth() || place.clientHeight !== instance.getHeight()) instance.resize();
    });
    observer.observe(place);
    return () => {
      observer.disconnect();
      instance.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    drill.current = { hrefOf, onGo };
    ready.current = onReady;
  });

  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);

  return <div ref={element} className="chart-canvas" />;
}
