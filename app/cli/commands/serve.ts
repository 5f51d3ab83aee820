import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { chosenTheme } from '../../../main/documents/chosen-theme.ts';
import { userDataDirectory } from '../../../main/documents/user-data.ts';
import { createService } from '../../../main/service/service.ts';
import { netloomDirectory } from '../../../main/setup/place.ts';
import { launchDesktop } from '../../desktop/launch.ts';
import { startServer } from '../../server/server.ts';
import { wholeNumber } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import { readDocument } from '../document-file.ts';
import { log, writeResult } from '../output.ts';

interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly open: boolean;
  readonly root?: string;
}

/** `netloom open` (the desktop window, else served) and `netloom serve`. */
export function registerWindow(program: Command): void {
  program
    .command('open', { isDefault: true })
    .description(
      'open the window; where there is no display or no Electron it is served and its address printed',
    )
    .argument('[file]', 'a .netloom document')
    .action(async (file: string | undefined) => {
      // `netloom FILE` opens it, so a mistyped command arrives here as a file.
      if (file !== undefined && !/[./\\]/.test(file) && !existsSync(file))
        throw new CommandError(
          'usage.command',
          `There is neither a command nor a file "${file}"; "netloom --help" lists the commands.`,
          2,
        );
      if (file !== undefined) await readDocument(file);
      const desktop = await launchDesktop(file);
      if (desktop.launched) return;
      log(`The window is served, not on the desktop: ${desktop.reason}`);
      await serve(file, { host: '127.0.0.1', port: 0, open: true });
    });
  program
    .command('serve')
    .description('serve the window to a browser; the address with its token is printed')
    .argument('[file]', 'a .netloom document to begin with')
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .option('--port <port>', 'the port; 0 takes a free one', wholeNumber(0, 65_535), 0)
    .option(
      '--root <folder>',
      'the folder whose files the window may read and write (default: the working folder)',
    )
    .option('--no-open', 'do not open a browser')
    .action((file: string | undefined, options: ServeOptions) => serve(file, options));
}

async function serve(file: string | undefined, options: ServeOptions): Promise<void> {
  if (file !== undefined) await readDocument(file);
  const root = path.resolve(options.root ?? (file === undefined ? process.cwd() : path.dirname(file)));
  if (!existsSync(root)) throw new CommandError('serve.root', `The folder "${root}" does not exist.`, 2);
  const service = createService({ root });
  const folder = path.join(netloomDirectory(), 'dist/renderer');
  const theme = () => chosenTheme(userDataDirectory());
  const server = await startServer({ host: options.host, port: options.port, folder, service, theme }).catch(
    (error: unknown) => {
      const reason = error instanceof Error && 'code' in error ? error.code : error;
      const why = reason === 'EADDRINUSE' ? 'another program uses it' : String(reason);
      throw new CommandError(
        'serve.address',
        `${options.host}:${options.port} cannot be served: ${why}. Choose another --port.`,
      );
    },
  );
  // Listened to before the address is told: whoever reads it may end the server at once.
  const stopped = new Promise<void>(resolve => {
    const stop = () => {
      void Promise.allSettled([server.close(), service.close()]).then(() => resolve());
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  const query = file === undefined ? '' : `?open=${encodeURIComponent(path.resolve(file))}`;
  const address = server.address.replace('/#', `/${query}#`);
  writeResult(`Netloom is served at ${address}\n`);
  log(`Files: ${root}. Ctrl-C stops.`);
  if (options.open) openBrowser(address);
  await stopped;
}

/** Opens the user's browser; where there is none the printed address serves. */
function openBrowser(address: string): void {
  const isLinuxWithoutDisplay =
    process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (isLinuxWithoutDisplay || process.env.CI) return;
  const [command, ...before] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open'];
  spawn(command ?? 'xdg-open', [...before, address], { stdio: 'ignore', detached: true })
    .on('error', () => log('No browser could be opened; open the address yourself.'))
    .unref();
}
