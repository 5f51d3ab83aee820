import type { BatteryCase } from '../../shared/layers/battery-cases/battery-case.ts';

const modules = import.meta.glob<{ CASES?: readonly BatteryCase[] }>(
  '../../shared/layers/battery-cases/*.ts',
  { eager: true },
);

/** Every case of every group of layer types. */
export const BATTERY_CASES: readonly BatteryCase[] = Object.values(modules).flatMap(
  ({ CASES }) => CASES ?? [],
);
