package org.stylestream.gpucheck;

import java.io.PrintWriter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.stylestream.compute.device.Precision;

/** What is asked of every device, of the GPU. */
final class Conformance {
  private static final int MOST_FAILURES = 100;

  private Conformance() {}

  /** All of it in float32; and, against PyTorch's recorded values, in TF32. */
  static boolean passes() {
    return passes(Precision.FP32, "org.stylestream.compute")
        & passes(Precision.TF32, "org.stylestream.compute.transfer.PresetGoldensTest");
  }

  private static boolean passes(Precision precision, String tests) {
    System.setProperty("stylestream.test.devices", "cuda");
    System.setProperty("stylestream.test.precision", precision.name());
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                tests.endsWith("Test")
                    ? DiscoverySelectors.selectClass(tests)
                    : DiscoverySelectors.selectPackage(tests))
            .filters(TagFilter.includeTags("conformance"))
            .build();
    var listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    System.out.printf(
        "conformance in %s: %d passed, %d failed, %d left out%n",
        precision,
        summary.getTestsSucceededCount(),
        summary.getTotalFailureCount(),
        summary.getTestsAbortedCount());
    summary.printFailuresTo(new PrintWriter(System.out, true), MOST_FAILURES);
    return summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0;
  }
}
