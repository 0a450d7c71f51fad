package org.stylestream.compute.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaDeviceProviderTest {
  @TempDir private Path folder;

  @Test
  void severalGpusAreNumbered() throws IOException {
    assertThat(CudaDeviceProvider.ids(folder.resolve("none"), Optional.empty()))
        .containsExactly("cuda");
    Files.createDirectory(folder.resolve("0000:17:00.0"));
    assertThat(CudaDeviceProvider.ids(folder, Optional.empty())).containsExactly("cuda");
    Files.createDirectory(folder.resolve("0000:65:00.0"));
    assertThat(CudaDeviceProvider.ids(folder, Optional.empty()))
        .containsExactly("cuda:0", "cuda:1");
    assertThat(CudaDeviceProvider.ids(folder, Optional.of("1"))).containsExactly("cuda");
    assertThat(CudaDeviceProvider.ids(folder, Optional.of("1,0"))).hasSize(2);
  }
}
