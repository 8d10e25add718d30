import type { FactPayload } from '@perennial/domain';
import type { CommandOutcome, Commands, MemberPlace } from '@perennial/engine';
import { describe, expect, it } from 'vitest';
import { disturb, placeOf } from '../testing/command-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';
import { describeReplayed, done, useCommands } from '../testing/use-commands.ts';

const prepare = createPreparer();
const use = useCommands();

let serial = 0;
async function newMember(): Promise<MemberPlace> {
  serial += 1;
  const identities = [{ type: 'phone', value: `+86138${String(serial).padStart(8, '0')}` }];
  const fact = prepare({ messageId: `r-${serial}`, identities, occurredAt: Date.now() - 1 });
  return placeOf((await use.installation.append([fact]))[0]);
}

async function stock(units: number): Promise<string> {
  serial += 1;
  const resource = `returned ${serial}`;
  await use.installation.database.execute(
    { name: 'test_stock', text: 'insert into resource_slice (shard, key, available) values (0, $1, $2)' },
    [resource, units],
  );
  return resource;
}

interface Counted {
  readonly left: number;
  readonly granted: number;
  readonly held: number;
}

/** What is left of a resource, what steps say was granted of it, net, and what members hold. */
async function counted(resource: string): Promise<Counted> {
  const [row] = await use.installation.database.rows<Counted>(
    {
      name: 'test_counted',
      text: `select (select coalesce(sum(available), 0)::bigint from resource_slice where key = $1) as left,
                    (select coalesce(sum(granted), 0)::bigint from step_input where resource = $1) as granted,
                    (select coalesce(sum(units), 0)::bigint from test_share where resource = $1) as held`,
    },
    [resource],
  );
  return row ?? expect.fail('nothing was counted');
}

function act(
  [command, member]: readonly ['takeShare' | 'returnShare', MemberPlace],
  input: FactPayload,
  commands: Commands = use.commands,
): Promise<CommandOutcome> {
  serial += 1;
  const call = { caller: 'user:1', key: `return-${serial}`, said: { command, input }, command, input };
  return commands.act({ ...call, member });
}

/** Commands that count how often heads were asked for. */
function counting() {
  const count = { heads: 0 };
  const beforeHeads = async () => {
    count.heads += 1;
  };
  const store = disturb(use.installation.commandStore, { beforeHeads });
  return { commands: use.installation.createCommands({ store, waitMaxMs: 60_000 }), count };
}

describe('what a command gives back', () => {
  it('is there for others when it is answered, and recorded with the decision', async () => {
    const [one, other] = [await newMember(), await newMember()];
    const resource = await stock(3);
    done(await act(['takeShare', one], { resource, units: 3 }));
    expect((await act(['takeShare', other], { resource, units: 1 })).kind).toBe('rejected');
    done(await act(['returnShare', one], { resource, units: 2 }));
    expect(await counted(resource)).toEqual({ left: 2, granted: 1, held: 1 });
    done(await act(['takeShare', other], { resource, units: 2 }));
    expect(await counted(resource)).toEqual({ left: 0, granted: 3, held: 3 });
  });

  it('has its slice locked before the heads: found out by a first attempt, or said beforehand', async () => {
    const member = await newMember();
    const resource = await stock(4);
    done(await act(['takeShare', member], { resource, units: 4 }));
    const found = counting();
    done(await act(['returnShare', member], { resource, units: 1 }, found.commands));
    const said = counting();
    done(await act(['returnShare', member], { resource, units: 1, isSaid: true }, said.commands));
    expect([found.count.heads, said.count.heads]).toEqual([2, 1]);
    expect(await counted(resource)).toEqual({ left: 2, granted: 2, held: 2 });
  });

  it('stays where it was when the command is rejected, or its transaction lost', async () => {
    const member = await newMember();
    const resource = await stock(2);
    done(await act(['takeShare', member], { resource, units: 1 }));
    expect(await act(['returnShare', member], { resource, units: 2 })).toMatchObject({ code: 'share.not_held' });
    const beforeCommit = () => Promise.reject(new Error('lost'));
    const store = disturb(use.installation.commandStore, { beforeCommit });
    const losing = use.installation.createCommands({ store });
    await expect(act(['returnShare', member], { resource, units: 1 }, losing)).rejects.toThrow('lost');
    expect(await counted(resource)).toEqual({ left: 1, granted: 1, held: 1 });
  });

  it('and what others take at once is exact, and nobody waits for anybody in a circle', async () => {
    const members = await Promise.all(Array.from({ length: 12 }, newMember));
    const resources = [await stock(6), await stock(6)];
    const processes = [counting().commands, counting().commands];
    const outcomes = await Promise.all(
      Array.from({ length: 120 }, (_, n) => {
        const member = members[n % members.length] ?? expect.fail('nobody');
        const [resource = '', other = ''] = n % 2 === 0 ? resources : resources.toReversed();
        const command = Math.floor(n / 12) % 2 === 0 ? 'takeShare' : 'returnShare';
        const both = command === 'takeShare' ? { other } : {};
        return act([command, member], { resource, units: 1, ...both }, processes[n % 2]);
      }),
    );
    const kinds = new Set(outcomes.map(({ kind }) => kind));
    expect(kinds.has('refused')).toBe(false);
    expect(kinds.has('done')).toBe(true);
    for (const resource of resources) {
      const { left, granted } = await counted(resource);
      expect(left + granted).toBe(6);
      expect(left).toBeGreaterThanOrEqual(0);
    }
  });
});

describeReplayed(() => use.installation);
