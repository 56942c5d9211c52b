// An entry of its own, so that a process without MongoDB does not load its client.
export { MongoDocuments } from './mongo/mongo-documents.js';
