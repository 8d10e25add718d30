import { createProducts } from './products.ts';
import type { Products, ProductsDependencies } from './products.ts';
import { createStaff } from './staff.ts';
import type { StaffMembers } from './staff.ts';
import { createStores } from './stores.ts';
import type { Stores } from './stores.ts';

/** Reference data: what facts name by id. */
export interface Reference {
  readonly products: Products;
  readonly stores: Stores;
  readonly staff: StaffMembers;
}

export function createReference(dependencies: ProductsDependencies): Reference {
  return {
    products: createProducts(dependencies),
    stores: createStores(dependencies),
    staff: createStaff(dependencies),
  };
}
