package org.stylestream.compute.cuda;

import java.util.List;

/** Sums in double precision, made on the GPU in an order that depends on lengths alone. */
final class Reductions implements AutoCloseable {
  /** A kernel whose last parameter takes one number for each block. */
  record Kernel(String name, long elements, Arguments arguments) {}

  private static final double[] NO_FACTORS = {};

  private final Gpu gpu;
  private final Transfers transfers;
  private final double[] one = new double[1];
  private final GpuMemory memory;
  private final long results;

  Reductions(Gpu gpu, Transfers transfers) {
    this.gpu = gpu;
    this.transfers = transfers;
    Grid largest = Grid.ofSum(Long.MAX_VALUE / 2, Arguments.MOST_OPERANDS);
    long partial = (long) largest.columns() * largest.rows();
    memory = GpuMemory.doubles(gpu, partial + Arguments.MOST_OPERANDS);
    results = memory.address() + partial * Double.BYTES;
  }

  /** target += factor · (the sum), on the GPU. */
  void add(Kernel kernel, double factor, long target) {
    finish(leave(kernel, 1), 1, factor, target);
  }

  /** The sum. */
  double sum(Kernel kernel) {
    finish(leave(kernel, 1), 0, 1, results);
    transfers.read(results, one, 1);
    return one[0];
  }

  /** The largest number that the kernel's blocks leave; NaN if any is. */
  double maximum(Kernel kernel) {
    Grid grid = leave(kernel, 1);
    Arguments arguments =
        new Arguments().add(memory.address()).add((long) grid.columns()).add(results);
    gpu.launch("finish_maximum", new Grid(1, 1), arguments);
    transfers.read(results, one, 1);
    return one[0];
  }

  /**
   * Σ x · y for each of several vectors y.
   *
   * @param others addresses
   * @param products takes as many values
   */
  void dots(long x, long elements, List<Long> others, double[] products) {
    double[] part = new double[Math.min(others.size(), Arguments.MOST_OPERANDS)];
    for (int done = 0; done < others.size(); done += part.length) {
      int rows = Math.min(part.length, others.size() - done);
      finish(leave(dots(x, elements, others.subList(done, done + rows)), rows), 0, 1, results);
      transfers.read(results, part, rows);
      System.arraycopy(part, 0, products, done, rows);
    }
  }

  /** Σ x · y. */
  static Kernel dot(long x, long y, long elements) {
    return dots(x, elements, List.of(y));
  }

  private static Kernel dots(long x, long elements, List<Long> others) {
    return new Kernel(
        "dots", elements, new Arguments().add(x).add(elements).addOperands(NO_FACTORS, others));
  }

  private Grid leave(Kernel kernel, int rows) {
    Grid grid = Grid.ofSum(kernel.elements(), rows);
    gpu.launch(kernel.name(), grid, kernel.arguments().add(memory.address()));
    return grid;
  }

  private void finish(Grid grid, double keep, double factor, long target) {
    Arguments arguments =
        new Arguments()
            .add(memory.address())
            .add((long) grid.columns())
            .add(keep)
            .add(factor)
            .add(target);
    gpu.launch("finish_sums", new Grid(1, grid.rows()), arguments);
  }

  @Override
  public void close() {
    memory.close();
  }
}
