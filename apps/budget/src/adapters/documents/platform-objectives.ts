import type { ObjectiveDocument } from '../../application/objective-document.js';
import { parseDocuments } from '../open-slo/parse-documents.js';
import { readOpenSlo } from '../open-slo/read-open-slo.js';

/** What the platform promises of itself, in the format that everybody uses, over its own telemetry. */
const texts = `
apiVersion: openslo/v1
kind: SLO
metadata:
  name: availability
  displayName: Requests are answered
spec:
  description: Requests to the platform that do not end in a server error
  service: roadworthy
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ targetPercent: 99.9 }]
  indicator:
    spec:
      ratioMetric:
        counter: true
        bad:
          metricSource:
            type: Roadworthy
            spec: { selector: 'http.server.request.duration{http.response.status_code=~"5.."}' }
        total:
          metricSource:
            type: Roadworthy
            spec: { selector: http.server.request.duration }
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: latency
  displayName: Requests are answered within 500 ms
  annotations:
    roadworthy.tiers: |
      fast page 14.4 over 1h/5m
      slow page 6 over 6h/30m
      day ticket 3 over 1d/2h
      drift ticket 1 over 3d/6h
spec:
  description: Requests to the platform that take at most half a second
  service: roadworthy
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ targetPercent: 95, op: lte, value: 0.5 }]
  indicator:
    spec:
      thresholdMetric:
        metricSource:
          type: Roadworthy
          spec: { selector: http.server.request.duration }
`;

export const platformObjectives = (): ObjectiveDocument[] =>
  parseDocuments(texts).map((source) => {
    const reading = readOpenSlo(source);
    if (reading.kind !== 'objective') throw new Error(`a default objective is refused: ${JSON.stringify(reading)}`);
    const { service, objective, spec } = reading;
    return { service, objective, spec, source };
  });
