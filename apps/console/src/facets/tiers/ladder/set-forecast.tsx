import { Asked } from '../../../ui/loading/asked.tsx';
import { SkeletonBlock } from '../../../ui/skeleton.tsx';
import { forecastQuery } from '../asked/forecast-queries.ts';
import { FallsPanel } from '../forecast/falls-panel.tsx';
import { ForecastPanel } from '../forecast/forecast-panel.tsx';

interface Props {
  readonly tierSet: string;
  readonly name: string;
}

const pendingHeight = 220;

/** What comes next in a set, and for whom first. */
export function SetForecast({ tierSet, name }: Props) {
  return (
    <Asked query={forecastQuery(tierSet)} pending={<SkeletonBlock height={pendingHeight} />}>
      {(forecast) => (
        <>
          <ForecastPanel forecast={forecast} name={name} />
          <FallsPanel forecast={forecast} name={name} />
        </>
      )}
    </Asked>
  );
}
