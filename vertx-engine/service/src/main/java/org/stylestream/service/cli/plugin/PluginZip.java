package org.stylestream.service.cli.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The plugin for ImageJ: a zip whose paths are those in an ImageJ folder. */
public final class PluginZip {
  private static final Path LIBRARIES = Path.of("stylestream", "lib");

  private final Path zip;

  public PluginZip(Path zip) {
    this.zip = zip;
  }

  /**
   * Unpacks it, file by file, each whole or not at all, and removes libraries of older versions.
   */
  public void unpackInto(Path folder) throws IOException {
    Set<Path> written = new HashSet<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (Enumeration<? extends ZipEntry> all = file.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        Path target = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          write(file, entry, target);
          written.add(target);
        }
      }
    }
    removeOthers(folder.resolve(LIBRARIES), written);
  }

  private static void write(ZipFile file, ZipEntry entry, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path draft = target.resolveSibling(target.getFileName() + ".part");
    try (InputStream content = file.getInputStream(entry)) {
      Files.copy(content, draft, StandardCopyOption.REPLACE_EXISTING);
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void removeOthers(Path folder, Set<Path> kept) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path file : files) {
        if (!kept.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
