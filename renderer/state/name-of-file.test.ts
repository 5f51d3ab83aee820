import { describe, expect, it } from 'vitest';
import { nameInFile } from './name-of-file.ts';

describe('the name of a document in a newly chosen file', () => {
  it('is the name of the file where there was none', () => {
    expect(nameInFile('untitled', null, '/nets/digits.netloom')).toBe('digits');
    expect(nameInFile('untitled', '/nets/a.netloom', 'C:\\nets\\digits.v2.NETLOOM')).toBe('digits.v2');
    expect(nameInFile('untitled', null, '.netloom')).toBe('untitled');
  });

  it('follows the file where it was the name of the file before', () => {
    expect(nameInFile('digits', '/nets/digits.netloom', '/nets/letters.netloom')).toBe('letters');
  });

  it('stays where the user or a template gave it, and in the same file', () => {
    expect(nameInFile('lenet-5', null, '/nets/mine.netloom')).toBe('lenet-5');
    expect(nameInFile('mine', '/nets/digits.netloom', '/nets/letters.netloom')).toBe('mine');
    expect(nameInFile('untitled', '/nets/digits.netloom', '/nets/digits.netloom')).toBe('untitled');
  });
});
