package org.stylestream.compute.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceUnavailableException;

/** ND4J's CUDA backend where there is no GPU. */
@Tag("without-gpu")
class WithoutGpuTest {
  @Test
  void askingForTheGpuEndsInOneSentence() {
    assumeFalse(Files.exists(Path.of("/dev/nvidiactl")), "this machine has an NVIDIA GPU");
    Nd4jDeviceProvider provider = new Nd4jDeviceProvider();

    assertThat(provider.ids()).containsExactly("nd4j-cuda");
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true));
    try {
      assertThatThrownBy(() -> provider.open("nd4j-cuda", new DeviceOptions(1)))
          .isInstanceOf(DeviceUnavailableException.class)
          .hasMessageContaining("needs an NVIDIA GPU of compute capability 3.7 to 8.9")
          .hasMessageNotContaining("\n");
    } finally {
      System.setErr(err);
    }
    assertThat(printed.toString()).isEmpty();
  }
}
