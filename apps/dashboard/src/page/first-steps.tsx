const objective = `apiVersion: openslo/v1
kind: SLO
metadata: { name: availability, displayName: Orders are taken }
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ targetPercent: 99.9 }]
  indicator:
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { type: Roadworthy, spec: { selector: http.requests } } }
        total: { metricSource: { type: Roadworthy, spec: { selector: http.requests } } }`;

const define = (origin: string): string =>
  `curl -X PUT ${origin}/v1/slos/shop.availability -H 'content-type: application/yaml' --data-binary @- <<'END'
${objective}
END`;

const publish = (origin: string): string =>
  `curl ${origin}/v1/samples -H 'content-type: application/json' \\
  -d '{"service":"shop","name":"http.requests","time":'$(date +%s000)',"good":997,"total":1000}'`;

/** What would fill an empty page. @param hasObjectives - only events are missing */
export function FirstSteps({ hasObjectives }: { readonly hasObjectives: boolean }) {
  const { origin } = window.location;
  return (
    <div className="steps">
      {!hasObjectives && (
        <div>
          <p>Say what good means: an objective, in OpenSLO.</p>
          <pre tabIndex={0}>{define(origin)}</pre>
        </div>
      )}
      <div>
        <p>
          Publish what happened: with any OpenTelemetry SDK,{' '}
          <code>OTEL_EXPORTER_OTLP_METRICS_ENDPOINT={origin}/v1/metrics</code>, or by hand. Numbers appear here within
          seconds.
        </p>
        <pre tabIndex={0}>{publish(origin)}</pre>
      </div>
    </div>
  );
}
