import type { ExplicitHistogram, ExponentialHistogram, Sample } from '@roadworthy/contracts';

/** A sample's entry in every column, its series row, and what surrounds name and unit: each number at its longest. */
const columnsBytes = 104;
/** What surrounds a label and its value, and the two numbers that stand for them in a row. */
const labelBytes = 18;
const idBytes = 10;
const histogramBytes = 180;
const longestNumber = 25;

const quote = 0x22;
const backslash = 0x5c;

/** At most how many bytes a sample takes in a packed record, where its series may stand already. */
export function sampleBytes(sample: Sample): number {
  const { name, unit, labels, id } = sample;
  let bytes = columnsBytes + name.length;
  if (unit !== undefined) bytes += textBytes(unit);
  if (id !== undefined) bytes += idBytes + textBytes(id);
  for (const label in labels) bytes += labelBytes + label.length + textBytes(labels[label] ?? '');
  return 'histogram' in sample ? bytes + histogramBytes + numbersBytes(sample.histogram) : bytes;
}

function numbersBytes(histogram: ExplicitHistogram | ExponentialHistogram): number {
  return 'bounds' in histogram
    ? histogram.bounds.length * longestNumber + countsBytes(histogram.counts)
    : countsBytes(histogram.positive.counts) + countsBytes(histogram.negative.counts);
}

const countsBytes = (counts: readonly number[]): number =>
  counts.reduce((bytes, count) => bytes + (count < 1000 ? 4 : longestNumber), 0);

/** A text's bytes in JSON, without its quotes. Half a surrogate pair is written as an escape of six. */
export function textBytes(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += unit === quote || unit === backslash ? 2 : unit < 0x20 ? 6 : 1;
    else if (unit < 0x800) bytes += 2;
    else bytes += unit >= 0xd800 && unit <= 0xdfff ? 6 : 3;
  }
  return bytes;
}
