package org.stylestream.compute.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.stylestream.compute.device.Cancellation;

/** Another process that asks for vgg19: cache home, address, size, md5. */
final class DownloadingProcess {
  private DownloadingProcess() {}

  public static void main(String[] arguments) throws IOException {
    StoreEnvironment environment =
        new StoreEnvironment(
            Map.of("XDG_CACHE_HOME", arguments[0]), "Linux", Path.of(arguments[0]));
    RemoteFile file =
        new RemoteFile(URI.create(arguments[1]), Long.parseLong(arguments[2]), arguments[3]);
    System.out.println(
        new ModelStore(environment, file)
            .resolve("vgg19", DownloadProgress.NONE, Cancellation.NEVER)
            .origin());
  }
}
