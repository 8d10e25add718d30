/** Of a row of lots or of a member, figures by `<wallet> <figure>`: those of her lots are taken from those of her accounts, and 0 is left. */
function figuresOf(wallets: string, figures: Readonly<Record<string, string>>): string {
  const all = Object.entries(figures);
  const names = all.map(([figure]) => `arrayMap(w -> concat(toString(w), ' ${figure}'), ${wallets})`);
  return `arrayConcat(${names.join(', ')}) as names, arrayConcat(${all.map(([, values]) => values).join(', ')}) as units`;
}

const ofAccounts = figuresOf('mapKeys(wallet_balance)', {
  open: 'arrayMap((w, b) -> b + wallet_owed[w], mapKeys(wallet_balance), mapValues(wallet_balance))',
  held: 'arrayMap(w -> wallet_held[w], mapKeys(wallet_balance))',
  waiting: 'arrayMap(w -> wallet_pending[w], mapKeys(wallet_balance))',
});
const ofLots = figuresOf('wallet', {
  open: 'arrayMap(u -> -u, remaining)',
  held: 'arrayMap(u -> -u, held)',
  waiting: `arrayMap((u, w) -> if(w = '', 0, -u), remaining, waits_for)`,
});

/**
 * What is open, held and waits by the lots of a member is what her accounts say (W2), which stand in her row: else her lots are missing, or
 * are those of another moment. Of members about whom the lens has said that it holds all: the lots of others are on their way.
 */
const lots = `select shard, countIf(is_asked) as expected, countIf(is_asked and is_same) as held
  from (select shard, member_id, max(is_live) = 1 and max(notEmpty(names)) = 1 as is_asked,
               arrayAll(u -> u = 0, sumMap(names, units).2) as is_same
          from (select shard, member_id, 1 as is_live, ${ofAccounts}
                  from member final
                 where status = 'live' and position <= {upTo:Array(UInt64)}[shard + 1]
                 union all
                select shard, member_id, 0 as is_live, ${ofLots} from wallet_lot final)
         group by shard, member_id)
 group by shard having expected > 0`;

/** What the tables of the facet hold against what the rest of the lens holds: by shard, rows expected and held. */
export const walletChecks: readonly (readonly [table: string, sql: string])[] = [['wallet_lot', lots]];
