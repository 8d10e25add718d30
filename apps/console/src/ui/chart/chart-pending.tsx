import { DownloadOutlined, PictureOutlined, TableOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../panel.tsx';
import { SkeletonBlock } from '../skeleton.tsx';
import { chartHeight } from './chart.tsx';

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly height?: number;
  readonly controls?: ReactNode;
}

/** A chart whose figures are on their way: the same panel with the same measures, so that nothing jumps when they come. */
export function ChartPending({ title, lead, height = chartHeight, controls }: Props) {
  const { t } = useTranslation();
  const tools = (
    <>
      {controls}
      <span className="chart-tools" aria-hidden="true">
        {[<TableOutlined key="rows" />, <DownloadOutlined key="csv" />, <PictureOutlined key="png" />].map((icon) => (
          <Button key={icon.key} type="text" size="small" icon={icon} disabled />
        ))}
        <span className="why" />
      </span>
    </>
  );
  return (
    <Panel title={title} extra={tools} {...(lead === undefined ? {} : { lead })}>
      <div style={{ height }} className="chart-body">
        <SkeletonBlock height={height} label={t('chart.loading')} />
      </div>
    </Panel>
  );
}
