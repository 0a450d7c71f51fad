package org.stylestream.compute.cuda;

/** A GPU and what all vectors and passes on it share. Owns all of it. */
final class CudaContext implements AutoCloseable {
  private final Gpu gpu;
  private final Transfers transfers;
  private final Reductions reductions;
  private final Convolutions convolutions;

  CudaContext(Gpu gpu, boolean deterministic) {
    this.gpu = gpu;
    transfers = new Transfers(gpu);
    reductions = new Reductions(gpu, transfers);
    convolutions = new Convolutions(gpu, deterministic);
  }

  Gpu gpu() {
    return gpu;
  }

  Transfers transfers() {
    return transfers;
  }

  Reductions reductions() {
    return reductions;
  }

  Convolutions convolutions() {
    return convolutions;
  }

  @Override
  public void close() {
    convolutions.close();
    reductions.close();
    gpu.close();
  }
}
