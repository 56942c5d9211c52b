import mongoose, { type Connection } from 'mongoose';

const serverSelectionTimeoutMs = 5_000;

/**
 * Opens a connection for documents. A write is acknowledged when a majority of the servers has it in its journal.
 *
 * @throws when no server answers in time
 */
export const connectDocuments = (url: string): Promise<Connection> =>
  mongoose
    .createConnection(url, {
      serverSelectionTimeoutMS: serverSelectionTimeoutMs,
      writeConcern: { w: 'majority', journal: true },
      sanitizeFilter: true,
      autoIndex: false,
    })
    .asPromise();
