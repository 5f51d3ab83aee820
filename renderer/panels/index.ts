export { Inspector } from './inspector/inspector.tsx';
export { Palette } from './palette/palette.tsx';
export { BottomPanel } from './summary/bottom-panel.tsx';
