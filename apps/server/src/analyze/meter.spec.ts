import { describe, expect, it } from 'vitest';
import { renderProgress } from '../cli/command/progress-line.ts';
import { createMeter } from './meter.ts';

function start() {
  const told: string[] = [];
  let at = 0;
  const meter = createMeter({ now: () => at, tell: (line) => void told.push(renderProgress(line, Infinity)) });
  return { meter, told, pass: (seconds: number) => void (at += seconds * 1000) };
}

describe('the meter of an analysis', () => {
  it('tells the stage, and no time left before anything is done', () => {
    const { meter, told } = start();
    meter.tick();
    meter.enter('reading');
    expect(told).toEqual([expect.stringMatching(/^reading the files {2}\[ +\] {3}0 %$/)]);
  });

  it('ticks within a long stage: since when it runs, and less time left each time', () => {
    const { meter, told, pass } = start();
    meter.enter('reading');
    pass(30);
    meter.enter('ordering');
    expect(told.at(-1)).toMatch(/^putting lines in order .* 30 % {2}about 1 m 10 s left$/);
    pass(10);
    meter.tick();
    expect(told.at(-1)).toMatch(/ 30 % {2}about 1 m 00 s left {2}10 s so far$/);
    pass(100);
    meter.tick();
    expect(told.at(-1)).not.toContain(' left');
  });

  it('goes on by the parts that are known, and never back', () => {
    const { meter, told, pass } = start();
    meter.enter('reading');
    pass(1);
    meter.within(0.5);
    expect(told.at(-1)).toContain(' 15 %');
    meter.within(0.2);
    expect(told.at(-1)).toContain(' 15 %');
    meter.within(7);
    expect(told.at(-1)).toContain(' 30 %');
  });
});
