package org.stylestream.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.RelativeError;

/** In a JVM that lacks the Vector API's module, or fused multiplication and addition. */
@Tag("without-vector-module")
class WithoutVectorModuleTest {
  @BeforeEach
  void lacking() {
    boolean module = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    boolean fused =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("UseFMA")
            .getValue()
            .equals("true");
    assumeTrue(!(module && fused), "this JVM has the Vector API, so its absence isn't tested");
  }

  @Test
  void thePlainKernelsServe() {
    try (Device device = new CpuDeviceProvider().open("cpu", new DeviceOptions(2))) {
      assertThat(device.description().name()).endsWith("plain Java kernels");
    }
  }

  @Test
  void productsAreRightWithAndWithoutFusion() {
    int rows = 6;
    int inner = 9;
    int columns = 37;
    for (boolean fused : List.of(true, false)) {
      float[][] a = matrix(1, rows, inner);
      float[][] b = matrix(2, inner, columns);
      float[][] c = new float[rows][PlainProduct.rowLength(columns)];
      new PlainProduct(fused).multiply(a, b, c, rows, inner, columns);
      for (int i = 0; i < rows; i++) {
        double[] expected = new double[columns];
        for (int j = 0; j < columns; j++) {
          for (int k = 0; k < inner; k++) {
            expected[j] += (double) a[i][k] * b[k][j];
          }
        }
        float[] row = Arrays.copyOf(c[i], columns);
        assertThat(RelativeError.of(row, expected)).isLessThan(1e-6);
      }
    }
  }

  private static float[][] matrix(int seed, int rows, int columns) {
    Random random = new Random(seed);
    float[][] matrix = new float[rows][];
    for (int i = 0; i < rows; i++) {
      matrix[i] = Networks.gaussian(random, columns, 1);
    }
    return matrix;
  }
}
