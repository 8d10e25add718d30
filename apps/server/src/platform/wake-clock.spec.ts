import { describeWakeClock } from '@perennial/engine/testing';
import { systemClock } from './wake-clock.ts';

describeWakeClock('of this machine', () => systemClock);
