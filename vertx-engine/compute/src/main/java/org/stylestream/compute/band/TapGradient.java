package org.stylestream.compute.band;

import org.stylestream.compute.device.FeatureGradient;

/** The gradient at a tap while terms are added. */
public interface TapGradient extends FeatureGradient {
  /** Whether a term was added. */
  boolean written();
}
