import { fileURLToPath } from 'node:url';

/** Where the dashboard's build is. */
export class DashboardFolder {
  constructor(readonly path: string) {}

  /** Beside this app, built or as source. */
  static beside(): DashboardFolder {
    return new DashboardFolder(fileURLToPath(new URL('../../../../dashboard/dist/', import.meta.url)));
  }
}
