package org.stylestream.compute.cuda.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibrarySearchTest {
  private static final String NAME = "libcudart.so.13";

  @TempDir private Path root;

  private Path put(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  private LibrarySearch search(Map<String, String> environment) {
    return new LibrarySearch(environment, root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usr/local/cuda/lib64/",
        "usr/local/cuda/targets/x86_64-linux/lib/",
        "usr/local/cuda-13.0/lib64/",
        "usr/lib/x86_64-linux-gnu/",
        "usr/lib64/",
        "usr/local/lib/python3.12/dist-packages/nvidia/cu13/lib/"
      })
  void librariesAreFoundWhereTheyAreInstalled(String folder) throws IOException {
    Path library = put(folder + NAME);
    assertThat(search(Map.of()).find(NAME)).contains(library);
  }

  @Test
  void thePackagesOfAPythonOnThePathAreFound() throws IOException {
    put("opt/torch/bin/python3");
    put("opt/torch/lib/python3.12/site-packages/nvidia/cu13/lib/" + NAME);
    Path library = put("opt/torch/lib/python3.12/site-packages/nvidia/cudnn/lib/libcudnn_ops.so.9");
    String path = root.resolve("bin") + ":" + root.resolve("opt/torch/bin");
    assertThat(search(Map.of("PATH", path)).find("libcudnn_ops.so.9")).contains(library);
  }

  @Test
  void packagesForAnotherCudaArePassedOver() throws IOException {
    put("opt/torch/bin/python3");
    String packages = "opt/torch/lib/python3.12/site-packages/nvidia/";
    put(packages + "cublas/lib/libcublas.so.12");
    put(packages + "cudnn/lib/libcudnn_ops.so.9");
    Map<String, String> path = Map.of("PATH", root.resolve("opt/torch/bin").toString());
    assertThat(search(path).find("libcudnn_ops.so.9")).isEmpty();
  }

  @Test
  void aLinkToAPythonOfAVirtualEnvironmentLeadsThere() throws IOException {
    put("usr/bin/python3.12");
    Path environment = Files.createDirectories(root.resolve("opt/torch/bin"));
    Files.createSymbolicLink(environment.resolve("python3"), root.resolve("usr/bin/python3.12"));
    Path binaries = Files.createDirectories(root.resolve("binaries"));
    Files.createSymbolicLink(binaries.resolve("python3"), environment.resolve("python3"));
    Path library = put("opt/torch/lib/python3.12/site-packages/nvidia/cu13/lib/" + NAME);
    assertThat(search(Map.of("PATH", binaries.toString())).find(NAME)).contains(library);
  }

  @Test
  void foldersThatAreNamedComeFirst() throws IOException {
    put("usr/local/cuda/lib64/" + NAME);
    Path second = put("second/" + NAME);
    Path first = put("first/" + NAME);
    String loader = root.resolve("second").toString();
    assertThat(search(Map.of("LD_LIBRARY_PATH", loader)).find(NAME)).contains(second);
    String named = root.resolve("empty") + ":" + root.resolve("first");
    assertThat(search(Map.of("LD_LIBRARY_PATH", loader, "STYLESTREAM_CUDA", named)).find(NAME))
        .contains(first);
  }

  @Test
  void aNameMayLeaveTheVersionOpen() throws IOException {
    Path library = put("usr/lib64/libnvrtc-builtins.so.13.0");
    assertThat(search(Map.of()).find("libnvrtc-builtins.so.13*")).contains(library);
    assertThat(search(Map.of()).find("libnvrtc.so.13")).isEmpty();
  }
}
