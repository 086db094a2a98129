//! Figures for Prometheus, for the admin and for who carries the token.

use std::fmt::Write as _;

use axum::response::{IntoResponse, Response};
use coranto_engine::{Metric, MetricKind};
use http::{HeaderMap, header};

use crate::errors::{PageError, Refusal};
use crate::keys::same;
use crate::visit::Visit;

/// `/metrics`.
pub async fn metrics(visit: Visit, headers: HeaderMap) -> Result<Response, PageError> {
    if !visit.is_admin() && !has_token(&visit, &headers) {
        return Err(PageError::Forbidden(Refusal::NotAdmin));
    }
    let mut metrics = visit.web.backstage.metrics().await.map_err(|error| {
        tracing::error!(%error, "the figures could not be collected");
        PageError::Internal
    })?;
    metrics.extend(visit.web.counts.all().map(|(class, count)| Metric {
        name: "coranto_http_responses_total",
        help: "Answers by the class of their status.",
        kind: MetricKind::Counter,
        labels: vec![("class", class.to_owned())],
        value: count as f64,
    }));
    let headers = [
        (header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, write(&metrics)).into_response())
}

fn has_token(visit: &Visit, headers: &HeaderMap) -> bool {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = shown.and_then(|value| value.strip_prefix("Bearer "));
    match (&visit.web.config.metrics_token, shown) {
        (Some(token), Some(shown)) => !token.is_empty() && same(token, shown),
        _ => false,
    }
}

/// Prometheus' text format 0.0.4.
fn write(metrics: &[Metric]) -> String {
    let mut text = String::new();
    let mut before = "";
    for metric in metrics {
        if metric.name != before {
            let kind = match metric.kind {
                MetricKind::Counter => "counter",
                MetricKind::Gauge => "gauge",
            };
            // Writing to a text cannot fail.
            let _ = writeln!(text, "# HELP {0} {1}\n# TYPE {0} {kind}", metric.name, metric.help);
            before = metric.name;
        }
        let labels: Vec<String> =
            metric.labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escape(value))).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(text, "{}{labels} {}", metric.name, metric.value);
    }
    text
}

fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::{Metric, MetricKind, write};

    #[test]
    fn figures_are_written_for_prometheus() {
        let metric = |labels, value| Metric {
            name: "a_total",
            help: "Some.",
            kind: MetricKind::Counter,
            labels,
            value,
        };
        let text = write(&[metric(Vec::new(), 3.0), metric(vec![("x", "a\"b\\c\nd".to_owned())], 0.5)]);
        assert_eq!(
            text,
            "# HELP a_total Some.\n# TYPE a_total counter\na_total 3\na_total{x=\"a\\\"b\\\\c\\nd\"} 0.5\n"
        );
    }
}
