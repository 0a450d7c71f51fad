package org.stylestream.compute.cuda;

import java.util.Optional;

/** A convolution of one shape, by the library or by our own kernel. */
final class LayerConvolution implements AutoCloseable {
  private record Choice(GpuConvolution convolution, GpuConvolution.Algorithm algorithm) {}

  private final Convolutions convolutions;
  private final Gpu gpu;
  private final ConvolutionShape shape;
  private final Optional<Choice> choice;

  /** By our own kernel. */
  LayerConvolution(Convolutions convolutions, Gpu gpu, ConvolutionShape shape) {
    this(convolutions, gpu, shape, Optional.empty());
  }

  /**
   * By the library.
   *
   * @param convolution belongs to this from now on
   */
  LayerConvolution(
      Convolutions convolutions,
      Gpu gpu,
      ConvolutionShape shape,
      GpuConvolution convolution,
      GpuConvolution.Algorithm algorithm) {
    this(convolutions, gpu, shape, Optional.of(new Choice(convolution, algorithm)));
  }

  private LayerConvolution(
      Convolutions convolutions, Gpu gpu, ConvolutionShape shape, Optional<Choice> choice) {
    this.convolutions = convolutions;
    this.gpu = gpu;
    this.shape = shape;
    this.choice = choice;
  }

  /**
   * output = max(0, filter ∗ input + bias) if the shape is rectified, else filter ∗ input.
   *
   * @param operands without a workspace
   */
  void run(GpuConvolution.Operands operands) {
    try {
      tryRun(operands);
    } catch (UnsupportedOperationException e) {
      throw new GpuFailedException(
          "the GPU failed at a convolution that it could do before (%s); start again, and take --device cpu if it stays so"
              .formatted(e.getMessage()));
    }
  }

  /**
   * The same.
   *
   * @throws UnsupportedOperationException if the library doesn't do it this way after all
   */
  void tryRun(GpuConvolution.Operands operands) {
    if (choice.isPresent()) {
      runLibrary(choice.get(), operands);
    } else {
      runKernel(operands);
    }
  }

  private void runLibrary(Choice chosen, GpuConvolution.Operands operands) {
    chosen.convolution().run(chosen.algorithm(), convolutions.withWorkspace(operands));
    if (shape.rectified() && !chosen.algorithm().fused()) {
      Arguments arguments =
          new Arguments()
              .add(operands.output())
              .add(operands.bias())
              .add(shape.outputSize())
              .add(shape.outputs());
      gpu.launch("add_bias_and_rectify", Grid.of(shape.outputSize()), arguments);
    }
  }

  private void runKernel(GpuConvolution.Operands operands) {
    Arguments arguments =
        new Arguments()
            .add(operands.input())
            .add(shape.height())
            .add(shape.width())
            .add(shape.inputs())
            .add(operands.filter())
            .add(operands.bias())
            .add(shape.rectified() ? 1 : 0)
            .add(operands.output())
            .add(shape.outputs());
    gpu.launch("convolve", Grid.of(shape.outputSize()), arguments);
  }

  @Override
  public void close() {
    choice.ifPresent(owned -> owned.convolution().close());
  }
}
