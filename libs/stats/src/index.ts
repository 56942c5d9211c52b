export { counterDelta, type CounterState, type CounterStep, type CumulativePoint } from './counter-delta.js';
