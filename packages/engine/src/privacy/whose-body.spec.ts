import { describe, expect, it } from 'vitest';
import { spellingsIn, whoIsMeant, type BodyIdentity } from './whose-body.ts';

const own = ['+8613812345678', 'wang@example.cn'];
const hers: BodyIdentity = { hashes: ['h1'], isStrong: true };
const other: BodyIdentity = { hashes: ['h2'], isStrong: true };
const device: BodyIdentity = { hashes: ['h3'], isStrong: false };

function whose(body: unknown, stated?: readonly BodyIdentity[]) {
  const spellings = spellingsIn([...own, '"王"', '"上海"', '{"text":"南京西路1266号"}']);
  return whoIsMeant(body, { stated, hashes: new Set(['h1']), whole: spellingsIn(own), spellings });
}

describe('whose a quarantined body is', () => {
  it('is said by its identities, hers alone or with another', () => {
    expect(whose({}, [hers])).toBe('hers');
    expect(whose({}, [hers, device])).toBe('hers');
    expect(whose({}, [hers, other])).toBe('with_others');
    expect(whose({ name: '李四' }, [other])).toBe('other');
  });

  it('is not said by a family name, a city or an address that others have too', () => {
    expect(whose({ payload: { familyName: '王' } }, [other])).toBe('mentioned');
    expect(whose({ payload: { city: '上海' } }, [other])).toBe('mentioned');
    expect(whose({ payload: { address: '静安区南京西路1266号' } }, [other])).toBe('mentioned');
    expect(whose({ payload: { note: 'ask wang@example.cn' } }, [other])).toBe('mentioned');
    expect(whose({ payload: { name: '王小明' } }, [other])).toBe('other');
  });

  it('is said by an identity as a whole value where nothing can be read', () => {
    expect(whose('{"phone":"13812345678","amount":')).toBe('hers');
    expect(whose('{"phone":"13812345678","to":"13900000000"')).toBe('with_others');
    expect(whose('{"orderId":"9913812345678"')).toBe('mentioned');
    expect(whose({ mobile: 13_812_345_678 })).toBe('hers');
    expect(whose('{"phone":"13900000000"')).toBe('other');
  });
});
