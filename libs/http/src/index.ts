export { type CredentialOptions, Credentials, openDoor, type Principal } from './credentials.js';
export type { RequestLimits } from './connection-refusals.js';
export { createFastifyServer } from './fastify-server.js';
export { HttpModule } from './http.module.js';
export {
  answerOf,
  openApiDocument,
  type OpenApiPart,
  pathParameter,
  problemsOf,
  queryParameter,
  requestOf,
} from './open-api.js';
export { parseJson } from './parse-json.js';
export { invalidHeader, Problem, type ProblemItem, type ProblemOptions, problemType } from './problem.js';
export { Readiness } from './readiness.js';
export { defaultTenant, RequestTenant, tenantOf } from './request-tenant.js';
export { Route, type RouteOptions } from './route-options.js';
export { SystemDocuments } from './system-documents.js';
export { validated } from './validated.js';
