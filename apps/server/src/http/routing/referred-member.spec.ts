import { describe, expect, it } from 'vitest';
import type { Referred } from '../../use-cases/members/resolve-reference.ts';
import { withMemberId, withoutIdentity } from './referred-member.ts';

const id = '0197f3a0-5b1e-7c3d-9e2f-0123456789ab';
const answering = (referred: Referred) => async () => referred;

describe('a path that names a member', () => {
  it('is left with her id, and its other parameters as they were', async () => {
    const resolve = answering({ kind: 'member', memberId: id });
    expect(await withMemberId({ memberId: 'phone:+8613800138000', tag: 'a:b' }, resolve)).toEqual({
      memberId: id,
      tag: 'a:b',
    });
  });

  it('is refused where it names nobody or more than one', async () => {
    const params = { memberId: 'external_id:shop:42' };
    await expect(withMemberId(params, answering({ kind: 'nobody' }))).rejects.toMatchObject({
      code: 'member.not_found',
    });
    await expect(withMemberId(params, answering({ kind: 'several' }))).rejects.toMatchObject({
      code: 'member.ambiguous',
    });
  });

  it('asks for nobody where it names no member', async () => {
    const resolve = () => Promise.reject(new Error('was asked'));
    for (const params of [undefined, null, {}, { keyId: 'phone:1' }])
      expect(await withMemberId(params, resolve)).toBe(params);
  });

  it('is written down by its id, or by the type of the identity alone', () => {
    expect(withoutIdentity({ memberId: id, tag: 'vip' })).toEqual({ memberId: id, tag: 'vip' });
    expect(withoutIdentity({ memberId: 'phone:+8613800138000', tag: 'vip' })).toEqual({ memberId: 'phone' });
    // An erasure finds what stands behind an id as it is written everywhere.
    expect(withoutIdentity({ memberId: id.toUpperCase(), tag: 'vip' })).toEqual({ memberId: id, tag: 'vip' });
    expect(withoutIdentity({ memberId: 'external_id:13800138000:42' })).toEqual({ memberId: 'external_id' });
    expect(withoutIdentity({ memberId: '13800138000' })).toEqual({ memberId: '' });
    expect(withoutIdentity({ keyId: 'phone:1' })).toEqual({ keyId: 'phone:1' });
  });
});
