package org.stylestream.compute.cuda;

import org.stylestream.compute.device.TotalVariation;

/** The kernel for a form of the total variation, which also adds its gradient. */
final class CudaTotalVariation {
  private static final int CHANNELS = 3;

  private CudaTotalVariation() {}

  /**
   * The kernel.
   *
   * @param image address of height × width × 3
   * @param gradient address of the same shape
   */
  static Reductions.Kernel kernel(
      TotalVariation variation, long image, int height, int width, long gradient) {
    Arguments pixels = new Arguments().add(image).add(height).add(width * CHANNELS);
    long elements = (long) height * width * CHANNELS;
    if (variation instanceof TotalVariation.Coupled form) {
      return new Reductions.Kernel("coupled_variation", elements, coupled(form, pixels, gradient));
    }
    if (variation instanceof TotalVariation.NinePoint form) {
      Arguments arguments = pixels.add(form.straight()).add(form.diagonal()).add(gradient);
      return new Reductions.Kernel("nine_point_variation", elements, arguments);
    }
    var form = (TotalVariation.Separate) variation;
    return new Reductions.Kernel("separate_variation", elements, separate(form, pixels, gradient));
  }

  private static Arguments coupled(TotalVariation.Coupled form, Arguments pixels, long gradient) {
    return pixels
        .add((float) (form.power() - 1))
        .add(2 * form.power() * form.factor())
        .add(gradient);
  }

  private static Arguments separate(TotalVariation.Separate form, Arguments pixels, long gradient) {
    return pixels
        .add(form.power())
        .add(form.horizontalFactor())
        .add(form.verticalFactor())
        .add(gradient);
  }

  /** What the kernel's sum is multiplied by. */
  static double factor(TotalVariation variation) {
    return variation instanceof TotalVariation.Coupled form ? form.factor() : 1;
  }
}
