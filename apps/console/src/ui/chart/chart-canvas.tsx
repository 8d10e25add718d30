import { BarChart, LineChart, SankeyChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import type { ECharts, EChartsCoreOption } from 'echarts/core';
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
  readonly onPick?: ((pick: ChartPick) => void) | undefined;
  /** Receives a function that draws the chart once more, for a picture of it. */
  readonly onReady: (draw: DrawChart) => void;
}

/** The canvas itself, in a chunk of its own: ECharts is as large as the rest of the console. */
export function ChartCanvas({ option, onPick, onReady }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const pick = useRef(onPick);
  const ready = useRef(onReady);

  // ECharts lives outside React: it is created with the element, told of options, and disposed with the element.
  useEffect(() => {
    if (element.current === null) return undefined;
    const instance = init(element.current, undefined, { renderer: 'canvas' });
    chart.current = instance;
    ready.current(() => instance.renderToCanvas({ pixelRatio: picturePixels }));
    instance.on('click', (event) => {
      pick.current?.({
        seriesId: event.seriesId,
        name: event.name,
        dataIndex: event.dataIndex,
        data: event.data,
      });
    });
    const observer = new ResizeObserver(() => {
      instance.resize();
    });
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      instance.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    pick.current = onPick;
    ready.current = onReady;
  });

  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);

  return <div ref={element} className="chart-canvas" />;
}
