package org.stylestream.service.watch;

import java.util.Map;

/**
 * Metrics in Prometheus' text format 0.0.4.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
final class PrometheusText {
  /** The media type of the format. */
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  /** A number that only grows; its name ends in {@code _total}. */
  PrometheusText counter(String name, String help, double value) {
    return family(name, "counter", help).sample(name, value);
  }

  /** Counters that differ in one label. */
  PrometheusText counters(String name, String help, String label, Map<String, ?> values) {
    return family(name, "counter", help).samples(name, label, values);
  }

  /** A number that goes up and down. */
  PrometheusText gauge(String name, String help, double value) {
    return family(name, "gauge", help).sample(name, value);
  }

  /** Gauges that differ in one label. */
  PrometheusText gauges(String name, String help, String label, Map<String, ?> values) {
    return family(name, "gauge", help).samples(name, label, values);
  }

  /** How often something happened and how much it was together. */
  PrometheusText summary(String name, String help, double sum, long count) {
    return family(name, "summary", help).sample(name + "_sum", sum).sample(name + "_count", count);
  }

  private PrometheusText family(String name, String type, String help) {
    text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, escaped(help), name, type));
    return this;
  }

  private PrometheusText samples(String name, String label, Map<String, ?> values) {
    values.forEach(
        (key, value) ->
            sample(
                "%s{%s=\"%s\"}".formatted(name, label, escaped(key).replace("\"", "\\\"")),
                ((Number) value).doubleValue()));
    return this;
  }

  private PrometheusText sample(String series, double value) {
    text.append(series).append(' ').append(number(value)).append('\n');
    return this;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1L << 53
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
