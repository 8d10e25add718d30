import { describe, expect, it } from 'vitest';
import { createWorld, dayMs } from './demo-world.ts';
import { tellMember } from './member-story.ts';
import type { DemoFact } from './member-story.ts';
import { createRandom, nextUnit } from './random.ts';
import { campaignsBetween, dayNumber } from './seasons.ts';

const endsAt = Date.parse('2026-06-30T12:00:00Z');

function tellMany(locale: 'zh' | 'en', count: number): readonly (readonly DemoFact[])[] {
  const world = createWorld(locale, endsAt);
  return Array.from({ length: count }, (_, number) => tellMember(world, createRandom(number * 7919 + 1), number));
}

describe('the stories of the demo', () => {
  const stories = tellMany('zh', 2_000);
  const facts = stories.flat();

  it('are the same for the same seed, and others for another', () => {
    const world = createWorld('zh', endsAt);
    expect(tellMember(world, createRandom(5), 1)).toEqual(tellMember(world, createRandom(5), 1));
    expect(tellMember(world, createRandom(6), 1)).not.toEqual(tellMember(world, createRandom(5), 1));
  });

  it('stay within two years and in order, each fact under its own id', () => {
    for (const story of stories) {
      const instants = story.map((fact) => fact.occurredAt);
      expect(instants).toEqual([...instants].sort((one, other) => one - other));
      expect(new Set(story.map((fact) => fact.messageId)).size).toBe(story.length);
    }
    expect(Math.max(...facts.map((fact) => fact.occurredAt))).toBeLessThanOrEqual(endsAt);
    expect(Math.min(...facts.map((fact) => fact.occurredAt))).toBeGreaterThan(endsAt - 740 * dayMs);
  });

  it('are about fifteen facts long, with one-time buyers, regulars and people who never bought', () => {
    expect(facts.length / stories.length).toBeGreaterThan(11);
    expect(facts.length / stories.length).toBeLessThan(19);
    const orders = stories.map((story) => story.filter((fact) => fact.type === 'order.placed').length);
    const share = (test: (count: number) => boolean) => orders.filter(test).length / orders.length;
    expect(share((count) => count === 0)).toBeGreaterThan(0.08);
    expect(share((count) => count === 1)).toBeGreaterThan(0.15);
    expect(share((count) => count >= 8)).toBeGreaterThan(0.08);
  });

  it('sell more on the days of campaigns than a week before', () => {
    const byDay = new Map<number, number>();
    for (const fact of facts.filter((one) => one.type === 'order.placed')) {
      const day = Math.floor((fact.occurredAt + 8 * 3_600_000) / dayMs);
      byDay.set(day, (byDay.get(day) ?? 0) + 1);
    }
    for (const day of [dayNumber(2025, '11-11'), dayNumber(2026, '06-18')]) {
      expect(byDay.get(day) ?? 0).toBeGreaterThan(3 * Math.max(1, byDay.get(day - 7) ?? 0));
    }
  });

  it('give nobody the number or the e-mail of somebody else', () => {
    const owners = new Map<string, number>();
    for (const [number, story] of stories.entries()) {
      for (const fact of story) {
        const { phone } = fact.identities;
        if (phone === undefined) continue;
        expect(owners.get(phone) ?? number).toBe(number);
        owners.set(phone, number);
      }
    }
    expect(owners.size).toBe(2_000);
    expect(owners.get('+8613800138000')).toBe(0);
  });

  it('speak English when asked to', () => {
    const [story = []] = tellMany('en', 1);
    const registration = story.find((fact) => fact.type === 'member.registered');
    expect(JSON.stringify(registration?.payload)).toMatch(/"name":"[A-Z][a-z]+ [A-Z][a-z]+"/);
    expect(story.every((fact) => (fact.identities['phone'] ?? '+44').startsWith('+44'))).toBe(true);
  });
});

describe('their chance and their calendar', () => {
  it('draws numbers that are spread evenly', () => {
    const random = createRandom(1);
    const draws = Array.from({ length: 10_000 }, () => nextUnit(random));
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(draws.reduce((sum, one) => sum + one, 0) / draws.length).toBeCloseTo(0.5, 1);
  });

  it('knows the festivals', () => {
    const days = (locale: 'zh' | 'en') =>
      campaignsBetween(locale, 2025, 2025).map((one) => new Date(one.day * dayMs).toISOString().slice(5, 10));
    expect(days('zh')).toEqual(['01-20', '03-08', '05-20', '06-18', '09-10', '11-11', '12-12']);
    expect(days('en')).toContain('11-28');
  });
});
