import { z } from 'zod';

/** Long passwords are allowed, absurd ones are not: hashing a megabyte is an attack. */
export const newPassword = z.string().min(10).max(200).describe('At least 10 characters');
export const givenPassword = z.string().min(1).max(200);
