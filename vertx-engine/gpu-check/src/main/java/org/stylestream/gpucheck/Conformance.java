package org.stylestream.gpucheck;

import java.util.Arrays;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.stylestream.compute.device.Precision;

/** What is asked of every device, of the GPU. */
final class Conformance {
  private static final int MOST_FRAMES = 12;
  private static final DiscoverySelector ALL =
      DiscoverySelectors.selectPackage("org.stylestream.compute");
  private static final DiscoverySelector GOLDENS =
      DiscoverySelectors.selectClass("org.stylestream.compute.transfer.PresetGoldensTest");

  private Conformance() {}

  /** All of it in float32; and, against PyTorch's recorded values, on tensor cores. */
  static boolean passes() {
    return passes(Precision.FP32, ALL)
        & passes(Precision.TF32, GOLDENS)
        & passes(Precision.FP16, GOLDENS);
  }

  private static boolean passes(Precision precision, DiscoverySelector tests) {
    System.setProperty("stylestream.test.devices", GpuCheck.device());
    System.setProperty("stylestream.test.precision", precision.name());
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(tests)
            .filters(TagFilter.includeTags("conformance"))
            .build();
    var listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener, new FailuresAtOnce());
    TestExecutionSummary summary = listener.getSummary();
    System.out.printf(
        "conformance in %s: %d passed, %d failed, %d left out%n",
        precision,
        summary.getTestsSucceededCount(),
        summary.getTotalFailureCount(),
        summary.getTestsAbortedCount());
    return summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0;
  }

  /** Prints what fails when it does, should the rest never come to an end. */
  private static final class FailuresAtOnce implements TestExecutionListener {
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        System.out.printf("FAILED %s: %s%n", test.getDisplayName(), test.getUniqueId());
        result.getThrowable().ifPresent(FailuresAtOnce::print);
      }
    }

    private static void print(Throwable failure) {
      System.out.println("  " + failure);
      Arrays.stream(failure.getStackTrace())
          .limit(MOST_FRAMES)
          .forEach(frame -> System.out.println("    at " + frame));
    }
  }
}
