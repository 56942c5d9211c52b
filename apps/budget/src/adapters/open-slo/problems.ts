import { findings, jsonPointer } from '@roadworthy/http/messages';
import type { z } from 'zod';

/** What is wrong with a document, and where. */
export interface Problem {
  /** a JSON pointer (RFC 6901) into the document; empty for the document itself */
  readonly pointer: string;
  readonly message: string;
}

export type Path = readonly (string | number)[];

/** Fields of OpenSLO v1 that have no place here, and what to write instead. */
const insteadOf: Readonly<Record<string, string>> = {
  indicatorRef: 'the indicator stands inline under /spec/indicator',
  alertPolicies: 'alert tiers stand in the annotation roadworthy.tiers',
  calendar: 'a time window is rolling: a duration and isRolling: true',
  timeSliceTarget: 'the budgeting method is Occurrences, which counts events',
  timeSliceWindow: 'the budgeting method is Occurrences, which counts events',
  compositeWeight: 'a document holds one objective over one indicator',
  metricSourceRef: 'the metric source stands inline: type and spec.selector',
  raw: 'a ratio is counted from good and total, or bad and total',
  rawType: 'a ratio is counted from good and total, or bad and total',
};

/** Gathers everything that is wrong with one document, so that a person sees it at once. */
export class Problems {
  private readonly list: Problem[] = [];

  get found(): readonly Problem[] {
    return this.list;
  }

  /** @returns `undefined`, to stand for the value that could not be read */
  add(path: Path, message: string): undefined {
    this.list.push({ pointer: jsonPointer(path), message });
    return undefined;
  }

  /** @param error - of a schema that parsed `document` with `houseForm` */
  addIssues(error: z.core.$ZodError, document: unknown): undefined {
    for (const { pointer, path, code, detail } of findings(error, document, 'document'))
      this.list.push({ pointer, message: (code === 'unknown-field' && insteadOf[String(path.at(-1))]) || detail });
    return undefined;
  }
}
