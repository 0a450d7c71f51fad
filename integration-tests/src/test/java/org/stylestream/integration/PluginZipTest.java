package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the plugin's zip. */
class PluginZipTest {
  private static final String LIBRARIES = "stylestream/lib/";

  /** As the Java Virtual Machine Specification has it for Java 8. */
  private static final int JAVA_8 = 52;

  private Map<String, byte[]> zip;

  @BeforeEach
  void read() throws IOException {
    Path file = Path.of(System.getProperty("stylestream.plugin"));
    assumeTrue(Files.exists(file), "the plugin's zip is made by 'mvn package'");
    zip = entries(new ZipInputStream(Files.newInputStream(file)));
  }

  private static Map<String, byte[]> entries(ZipInputStream stream) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    try (stream) {
      for (ZipEntry entry = stream.getNextEntry(); entry != null; entry = stream.getNextEntry()) {
        if (!entry.isDirectory()) {
          entries.put(entry.getName(), stream.readAllBytes());
        }
      }
    }
    return entries;
  }

  private Map<String, byte[]> entry() throws IOException {
    return entries(
        new ZipInputStream(new ByteArrayInputStream(zip.get("plugins/StyleStream_.jar"))));
  }

  @Test
  void addsTwoFoldersToImageJs() {
    assertThat(zip.keySet())
        .contains("stylestream/README.txt", "stylestream/LICENSE", "stylestream/NOTICE")
        .allMatch(name -> name.startsWith("stylestream/") || name.startsWith("plugins/Style"));
  }

  @Test
  void theEntryRunsOnJava8() throws IOException {
    for (Map.Entry<String, byte[]> file : entry().entrySet()) {
      if (file.getKey().endsWith(".class")) {
        DataInputStream content = new DataInputStream(new ByteArrayInputStream(file.getValue()));
        content.readInt();
        content.readUnsignedShort();
        assertThat(content.readUnsignedShort()).as(file.getKey()).isEqualTo(JAVA_8);
      }
    }
  }

  @Test
  void theEntryHasAMenuForImageJAndCommandsForFiji() throws IOException {
    Map<String, byte[]> entry = entry();

    assertThat(text(entry.get("plugins.config")))
        .contains("Plugins>StyleStream, \"Style Transfer...\"")
        .contains("\"Batch Folder...\"", "\"Engines...\"", "\"StyleStream Help\"")
        .contains("\"Deep Dream...\"", "\"Content Reconstruction...\"")
        .contains("\"Texture Synthesis...\"", "\"Feature Maps...\"", "\"Sequence...\"");
    assertThat(text(entry.get("META-INF/json/org.scijava.plugin.Plugin")))
        .contains("StyleTransferCommand", "BatchFolderCommand", "EnginesCommand")
        .contains("DeepDreamCommand", "ContentReconstructionCommand")
        .contains("TextureSynthesisCommand", "FeatureMapsCommand", "SequenceCommand")
        .doesNotContain("menu");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void theLibrariesAreThoseThatThePluginNames() throws IOException {
    byte[] plugin = zip.get(LIBRARIES + "stylestream-imagej.jar");
    Manifest manifest = new JarInputStream(new ByteArrayInputStream(plugin)).getManifest();
    Set<String> named = new TreeSet<>(Set.of("stylestream-imagej.jar"));
    String classPath = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    named.addAll(Set.of(classPath.split(" ")));

    Set<String> there = new TreeSet<>();
    zip.keySet().stream()
        .filter(name -> name.startsWith(LIBRARIES))
        .forEach(name -> there.add(name.substring(LIBRARIES.length())));

    assertThat(there).isEqualTo(named);
  }
}
