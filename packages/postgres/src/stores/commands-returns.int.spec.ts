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
  command: 'takeShare' | 'returnShare',
  member: MemberPlace,
  { with: commands = use.commands, ...input }: FactPayload & { readonly with?: Commands } & { readonly key?: never },
): Promise<CommandOutcome> {
  serial += 1;
  const call = { caller: 'user:1', key: `return-${serial}`, said: { command, input }, command, input };
  return commands.act({ ...call, member });
}
