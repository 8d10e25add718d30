import { describe, expect, it } from 'vitest';
import { fiveStages } from '../../facets/lifecycle/stages/presets.ts';
import { toDocument } from '../../facets/default-program.ts';
import { itemsOf, main, put, told, toldOf, wholeProgram } from './testing/edited.ts';

const five = { ...wholeProgram, [main]: toDocument(fiveStages) };
const stage = (place: number, ...rest: (string | number)[]) => [main, 'stages', place, ...rest];

describe('differences of a lifecycle', () => {
  it('tell a window that is another as what it is of, before and after', () => {
    expect(toldOf(stage(2, 'condition', 'value', 'days'), 60)).toEqual([
      [
        'stages[id=active].condition.value',
        'changed',
        'Stage “Active”: condition: Most recent purchase within the last 90 days → within the last 60 days',
        '阶段“活跃”：条件：最近一次购买 在最近 90 天 → 在最近 60 天',
      ],
    ]);
  });

  it('tell another kind of window in its words', () => {
    const value = { window: 'personal', multiple: 2, minDays: 30, maxDays: 120 };
    expect(toldOf(stage(2, 'condition', 'value'), value)[0]?.slice(2)).toEqual([
      'Stage “Active”: condition: Most recent purchase within the last 90 days → within the last 2 × her own purchase gap (30–120 days)',
      '阶段“活跃”：条件：最近一次购买 在最近 90 天 → 在最近 个人购买间隔的 2 倍（30–120 天）',
    ]);
  });

  it('tell a value deep in a condition as its clause alone, amounts in the currency', () => {
    const steps = stage(1, 'condition', 'rules', 1, 'rules', 1, 'rules', 1, 'value');
    expect(toldOf(steps, 800_000, five)).toEqual([
      [
        'stages[id=loyalty].condition.rules[1].rules[1].rules[1].value',
        'changed',
        'Stage “Loyalty”: condition: Net spend is at least ¥5000.00 → is at least ¥8000.00',
        '阶段“忠诚”：条件：净消费额 至少 ¥5000.00 → 至少 ¥8000.00',
      ],
    ]);
  });

  it('tell another operator with its value, and a clause of another field as two sentences', () => {
    const [changed] = toldOf(stage(0, 'condition'), { field: 'purchase.count', operator: '<=', value: 2 });
    expect(changed?.slice(0, 3)).toEqual([
      'stages[id=potential].condition',
      'changed',
      'Stage “Potential”: condition: Purchases equals 0 → is at most 2',
    ]);
    expect(toldOf(stage(0, 'condition'), { field: 'purchase.returns', operator: '=', value: 0 })[0]?.[2]).toBe(
      'Stage “Potential”: condition: Purchases equals 0 → Refunds equals 0',
    );
  });

  it('tell a rule that became a group of rules as two sentences', () => {
    const rules = [
      { field: 'purchase.count', operator: '=', value: 0 },
      { field: 'purchase.returns', operator: '>', value: 1 },
    ];
    expect(toldOf(stage(0, 'condition'), { combinator: 'or', rules })[0]?.[2]).toBe(
      'Stage “Potential”: condition: Purchases equals 0 → any of (Purchases equals 0; Refunds is more than 1)',
    );
  });

  it('tell clauses that came into a group and went from it', () => {
    const rule = { field: 'purchase.net_spend', operator: '>=', value: 10_000 };
    expect(toldOf(stage(1, 'condition', 'rules'), (rules) => [...itemsOf(rules), rule])).toEqual([
      [
        'stages[id=new].condition.rules[2]',
        'added',
        'Stage “New”: condition: added to “all of”: Net spend is at least ¥100.00',
        '阶段“新客”：条件：在“全部满足”中新增：净消费额 至少 ¥100.00',
      ],
    ]);
    expect(toldOf(stage(1, 'condition', 'rules'), (rules) => itemsOf(rules).slice(1))).toEqual([
      [
        'stages[id=new].condition.rules[0]',
        'removed',
        'Stage “New”: condition: removed from “all of”: Purchases equals 1',
        '阶段“新客”：条件：从“全部满足”中移除：购买次数 等于 1',
      ],
    ]);
  });

  it('tell the clause of a field as the same one beside clauses that came', () => {
    const rule = { field: 'purchase.returns', operator: '=', value: 0 };
    const rules = toldOf(stage(1, 'condition', 'rules'), (old) => [
      rule,
      { field: 'purchase.count', operator: '=', value: 2 },
      ...itemsOf(old).slice(1),
    ]);
    expect(rules.map(([path, kind, en]) => [path, kind, en])).toEqual([
      ['stages[id=new].condition.rules[1].value', 'changed', 'Stage “New”: condition: Purchases equals 1 → equals 2'],
      ['stages[id=new].condition.rules[0]', 'added', 'Stage “New”: condition: added to “all of”: Refunds equals 0'],
    ]);
  });

  it('tell clauses in another order as moved, and nothing else', () => {
    const moved = toldOf(stage(1, 'condition', 'rules'), (rules) => itemsOf(rules).toReversed());
    expect(moved.map(([, kind]) => kind)).toEqual(['moved']);
    expect(moved[0]?.[2]).toMatch(/^Stage “New”: condition: moved within “all of”: /u);
  });

  it('tell a group that joins its clauses otherwise as a whole', () => {
    expect(toldOf(stage(1, 'condition', 'combinator'), 'or')[0]?.[2]).toBe(
      'Stage “New”: condition: all of (Purchases equals 1; First purchase within the last 30 days) → ' +
        'any of (Purchases equals 1; First purchase within the last 30 days)',
    );
    expect(toldOf(stage(1, 'condition', 'not'), true)[0]?.[3]).toContain('→ 并非全部满足（');
  });

  it('tell conditions that only are written otherwise as that', () => {
    expect(toldOf(stage(1, 'condition', 'not'), false)[0]?.[2]).toMatch(
      /^Stage “New”: condition: all of \(.*\) \(written as \{.*\}, now as \{.*"not":false.*\}\)$/u,
    );
    expect(toldOf(stage(5, 'condition'), () => undefined)).toEqual([
      [
        'stages[id=churned].condition',
        'removed',
        'Stage “Churned”: condition: takes whoever is left (written as null, now as nothing)',
        '阶段“流失”：条件：收纳其余所有会员（原写作 null，现写作 未写）',
      ],
    ]);
  });

  it('tell a stage that came with its place and what it says', () => {
    const vip = {
      id: 'vip',
      name: { en: 'VIP', zh: '贵宾' },
      role: 'alive',
      condition: { field: 'metric.purchases_90d', operator: '>=', value: 4 },
    };
    expect(toldOf([main, 'stages'], (stages) => itemsOf(stages).toSpliced(2, 0, vip))).toEqual([
      [
        'stages[id=vip]',
        'added',
        'Stage “VIP” added in place 3: role: Alive; condition: Purchases in the last 90 days is at least 4',
        '新增阶段“贵宾”（第 3 位）：角色：活跃类；条件：近 90 天购买次数 至少 4',
      ],
    ]);
  });

  it('tell a stage that went, and none of those behind it', () => {
    expect(toldOf([main, 'stages'], (stages) => itemsOf(stages).toSpliced(1, 1))).toEqual([
      ['stages[id=new]', 'removed', 'Stage “New” removed', '移除阶段“新客”'],
    ]);
  });

  it('tell a stage by the name that it had, in one language or both', () => {
    expect(toldOf(stage(2, 'name', 'zh'), '活跃会员')).toEqual([
      [
        'stages[id=active].name.zh',
        'changed',
        'Stage “Active”: name: in Chinese: “活跃” → “活跃会员”',
        '阶段“活跃”：名称：中文：“活跃” → “活跃会员”',
      ],
    ]);
    expect(toldOf(stage(2, 'name'), { en: 'Lively', zh: '常客' })).toEqual([
      [
        'stages[id=active].name',
        'changed',
        'Stage “Active”: name: “Active” → “Lively”',
        '阶段“活跃”：名称：“活跃” → “常客”',
      ],
    ]);
  });

  it('tell a stage under another id as one that went and one that came', () => {
    expect(toldOf(stage(2, 'id'), 'lively').map(([path, kind]) => [path, kind])).toEqual([
      ['stages[id=active]', 'removed'],
      ['stages[id=lively]', 'added'],
    ]);
  });

  it('tell the one stage that moved, not all that it passed, with what else changed of it', () => {
    const lost = put(wholeProgram, stage(4, 'role'), 'lost');
    const after = put(lost, [main, 'stages'], (old) => {
      const stages = itemsOf(old);
      return [...stages.slice(0, 1), ...stages.slice(4, 5), ...stages.slice(1, 4), ...stages.slice(5)];
    });
    expect(told(wholeProgram, after).map(([, ...rest]) => rest)).toEqual([
      [
        'stages[id=dormant]',
        'moved',
        'Stage “Dormant” moved from place 5 to place 2',
        '阶段“沉睡”从第 5 位移至第 2 位',
      ],
      [
        'stages[id=dormant].role',
        'changed',
        'Stage “Dormant”: role: Cooling → Lost',
        '阶段“沉睡”：角色：降温类 → 流失类',
      ],
    ]);
  });

  it('tell a colour and a place in charts from none, to another and back', () => {
    expect(toldOf(stage(0, 'color'), '#ff0000')).toEqual([
      [
        'stages[id=potential].color',
        'added',
        'Stage “Potential”: colour: colour of the role → “#ff0000”',
        '阶段“潜在”：颜色：角色颜色 → “#ff0000”',
      ],
    ]);
    expect(toldOf(stage(1, 'order'), 2, five)[0]?.[2]).toBe('Stage “Loyalty”: place in charts: 4 → 2');
    expect(toldOf(stage(1, 'order'), () => undefined, five)[0]?.slice(1, 3)).toEqual([
      'removed',
      'Stage “Loyalty”: place in charts: 4 → by precedence',
    ]);
  });

  it('tell what recency is of', () => {
    expect(toldOf([main, 'recencyOf'], 'sign_in')).toEqual([
      ['recencyOf', 'changed', 'Recency of: Purchases → Sign-ins', '最近活跃依据：购买 → 登录'],
    ]);
  });

  it('tell a clause in the words of its own side where both mean another field by it', () => {
    const after = put(
      put(wholeProgram, [main, 'recencyOf'], 'interaction'),
      stage(2, 'condition', 'value', 'days'),
      30,
    );
    expect(told(wholeProgram, after).at(-1)?.[3]).toBe(
      'Stage “Active”: condition: Most recent purchase within the last 90 days → Most recent interaction within the last 30 days',
    );
  });
});
