import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from '@jest/globals';

import { freePorts } from './free-port.js';
import { ServerProcess, temporaryFolder } from './server-process.js';

const listen = `
  const { appendFileSync } = require('node:fs');
  require('node:net').createServer().listen(Number(process.argv[1]), '127.0.0.1', () => {
    appendFileSync('starts', 'x');
    console.log('takes requests');
  });
`;

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => resolve(true));
    socket.once('error', () => resolve(false)).once('connect', () => socket.destroy());
  });

describe('ServerProcess', () => {
  let server: ServerProcess;
  let port: number;
  afterEach(() => server.stop());

  async function create(program: string): Promise<ServerProcess> {
    [port = 0] = await freePorts(1);
    const args = ['-e', program, String(port)];
    const options = { name: 'test', port, command: process.execPath, args, readyLine: 'takes requests' };
    return (server = new ServerProcess(options, temporaryFolder('test')));
  }

  it('is there when it has started, and gone when it was killed', async () => {
    await (await create(listen)).start();
    expect(await isOpen(port)).toBe(true);
    await server.kill();
    expect(await isOpen(port)).toBe(false);
  });

  it('comes back on the same port with what it had written', async () => {
    await (await create(listen)).start();
    const { pid } = server;
    await server.kill();
    await server.start();
    expect(server.pid).not.toBe(pid);
    expect(await isOpen(port)).toBe(true);
    expect(readFileSync(join(server.folder, 'starts'), 'utf8')).toBe('xx');
  });

  it('removes its folder when it is stopped', async () => {
    await (await create(listen)).start();
    await server.stop();
    expect(existsSync(server.folder)).toBe(false);
  });

  it('says what a server printed that ended before it was ready', async () => {
    await create("console.error('port is taken'); process.exit(1)");
    await expect(server.start()).rejects.toThrow(/test ended before it was ready:\s+port is taken/);
  });

  it('says that a program is missing', async () => {
    server = new ServerProcess(
      { name: 'test', port: 1, command: 'no-such-program', args: [] },
      temporaryFolder('test'),
    );
    await expect(server.start()).rejects.toThrow(/test ended before it was ready:[^]*ENOENT/);
  });
});
