import { defaultTenant } from '@roadworthy/contracts';
import { Problem } from '@roadworthy/http';

const operator = defaultTenant;

/** Topics and dead letters hold records of all tenants. @throws {Problem} 403 for a tenant that does not run the platform */
export function mustBeOperator(tenant: string): void {
  if (tenant === operator) return;
  const detail = `only the tenant ${operator} may see the records of all, got ${tenant}`;
  throw new Problem({ status: 403, code: 'forbidden', detail });
}
