import type { Category } from '../../layers/contract.ts';

/** The colours of a drawing: those of the window's theme. */
export interface Palette {
  readonly canvas: string;
  readonly node: string;
  readonly frozen: string;
  readonly border: string;
  readonly divider: string;
  readonly wire: string;
  readonly text: string;
  readonly quiet: string;
  readonly faint: string;
  readonly warning: string;
  readonly onWarning: string;
  readonly error: string;
  readonly onError: string;
}

/** Light for paper, dark for the screen. */
export type Theme = 'light' | 'dark';

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    canvas: '#f8f9fb',
    node: '#ffffff',
    frozen: '#f1f3f6',
    border: '#e1e4e9',
    divider: '#eceef2',
    wire: '#aab2c0',
    text: '#1d2129',
    quiet: '#565e6b',
    faint: '#666d7a',
    warning: '#a84d06',
    onWarning: '#ffffff',
    error: '#b92c2c',
    onError: '#ffffff',
  },
  dark: {
    canvas: '#171a20',
    node: '#20242b',
    frozen: '#262b34',
    border: '#2c313b',
    divider: '#262a33',
    wire: '#566072',
    text: '#e6e8ec',
    quiet: '#a3abb9',
    faint: '#8a93a1',
    warning: '#e0a458',
    onWarning: '#1c1f26',
    error: '#f08a8a',
    onError: '#1c1f26',
  },
};

/** The colour of each category of layers, in both themes. */
export const CATEGORY_COLORS: Readonly<Record<Category, string>> = {
  input: '#69707d',
  convolution: '#3b6fd4',
  pooling: '#0f8f8a',
  dense: '#8a5cd6',
  recurrent: '#8a6a58',
  attention: '#a2559b',
  normalization: '#b7791f',
  regularization: '#c2557a',
  activation: '#4d8f3c',
  reshaping: '#7d8088',
  merging: '#5f6b7a',
  preprocessing: '#5b7f95',
  tensor: '#6f7a52',
  operator: '#8b4f4f',
};
