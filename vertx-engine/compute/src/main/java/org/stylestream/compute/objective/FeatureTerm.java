package org.stylestream.compute.objective;

import java.util.Set;
import org.stylestream.compute.device.FeatureGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Sums;

/**
 * A term of an objective that looks at feature maps, in two passes: it <em>observes</em> every band
 * of its layers, is <em>completed</em>, and then <em>pulls back</em> its gradient band by band. A
 * term that needs sums over a whole map (a Gram matrix is one) so works on bands as on whole maps.
 */
interface FeatureTerm extends AutoCloseable {
  /** What the loss calls this term, for example {@code style}. */
  String name();

  /** Names of the layers that the term looks at. */
  Set<String> layers();

  /** Starts an evaluation. */
  void begin();

  /** Pass one: sees a band of one of its layers; may already add to {@code sums[index]}. */
  void observe(String layer, FeatureMap features, Sums sums, int index);

  /**
   * Between the passes: everything was observed; the rest of the loss is added to {@code
   * sums[index]}.
   */
  void complete(Sums sums, int index);

  /** Pass two: adds the term's gradient with respect to the band shown. */
  void pullBack(String layer, FeatureMap features, FeatureGradient gradient);

  @Override
  void close();
}
