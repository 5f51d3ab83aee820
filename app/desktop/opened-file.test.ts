import { expect, test } from 'vitest';
import { fileOfArguments } from './opened-file.ts';

test('the first document after the program, made absolute', () => {
  expect(fileOfArguments(['/opt/netloom', '--no-sandbox', 'nets/a.netloom', 'b.netloom'], '/home/u')).toBe(
    '/home/u/nets/a.netloom',
  );
  expect(fileOfArguments(['electron', '/app', '/tmp/Mit Leerzeichen.NETLOOM'], '/')).toBe(
    '/tmp/Mit Leerzeichen.NETLOOM',
  );
});

test('neither the program nor a switch nor another file is a document', () => {
  expect(fileOfArguments(['x.netloom'], '/')).toBeNull();
  expect(fileOfArguments(['electron', '--file=x.netloom', 'notes.txt'], '/')).toBeNull();
});
