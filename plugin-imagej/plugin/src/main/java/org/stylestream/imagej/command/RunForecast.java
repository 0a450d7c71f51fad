package org.stylestream.imagej.command;

import java.util.Optional;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.job.JobKind;
import org.stylestream.imagej.job.KeptSlices;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.OutputOptions;
import org.stylestream.imagej.picture.ContentPlanes;

/**
 * What a run will come to.
 *
 * @param keepEvery which iterations become slices; 0 for final images only
 * @param kept the slices that it leaves
 */
record RunForecast(JobKind.Expected expected, int keepEvery, KeptSlices kept) {
  /** Size of a content image where there is none: it has no meaning then. */
  private static final SizeRule.Size NONE = new SizeRule.Size(1, 1);

  /** Of a run. */
  static RunForecast of(JobKind kind, OptionValues values, Optional<ContentPlanes> content) {
    JobKind.Expected expected =
        kind.expected(values, content.map(ContentPlanes::size).orElse(NONE));
    SizeRule.Size size =
        content.map(planes -> planes.sliceSize(expected.size())).orElse(expected.size());
    int parts = content.map(planes -> planes.planes().size()).orElse(1);
    if (parts > 1 || values.get(OutputOptions.RESULT) == OutputOptions.Result.IMAGE) {
      return new RunForecast(expected, 0, KeptSlices.of(parts, size));
    }
    int keepEvery = values.get(OutputOptions.KEEP_EVERY).orElse(expected.keepEvery());
    return new RunForecast(expected, keepEvery, KeptSlices.of(expected, keepEvery, size));
  }
}
