import { expect, it } from 'vitest';
import { maskedLabel, maskIdentity, maskName } from './masking.ts';

it('shows enough to recognise an identity by, and too little to use it', () => {
  expect(maskIdentity('phone', '+8613800138000')).toBe('138••••8000');
  expect(maskIdentity('phone', '+447911123456')).toBe('+44••••3456');
  expect(maskIdentity('email', 'mei.lin@example.com')).toBe('m•••@example.com');
  expect(maskIdentity('card_no', '6222021234567890')).toBe('••••7890');
  expect(maskName('张伟')).toBe('张•••');
});

it('hides whole what is too short to be cut', () => {
  expect(maskIdentity('card_no', '12345')).toBe('••••');
  expect(maskIdentity('phone', '110')).toBe('••••');
  expect(maskIdentity('email', '@x')).toBe('•••');
  expect(maskIdentity('device_id', '')).toBe('•••');
});

it('calls nobody by dots alone', () => {
  expect(maskedLabel('external_id:shop', '17850')).toBeUndefined();
  expect(maskedLabel('phone', '+8613800138000')).toBe('138••••8000');
});
