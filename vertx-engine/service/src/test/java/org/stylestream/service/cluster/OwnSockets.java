package org.stylestream.service.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * This process's sockets, as Linux tells of them in /proc (proc(5)).
 *
 * @param listening where TCP sockets listen
 * @param datagrams where UDP sockets are bound
 */
record OwnSockets(List<InetAddress> listening, List<InetAddress> datagrams) {
  private static final String LISTEN = "0A";
  private static final Pattern INODE = Pattern.compile("socket:\\[(\\d+)]");

  static OwnSockets read() throws IOException {
    Set<String> own = inodes();
    return new OwnSockets(
        Stream.of("tcp", "tcp6")
            .flatMap(table -> rows(table, own))
            .filter(row -> row[3].equals(LISTEN))
            .map(row -> address(row[1]))
            .toList(),
        Stream.of("udp", "udp6")
            .flatMap(table -> rows(table, own))
            .map(row -> address(row[1]))
            .toList());
  }

  private static Set<String> inodes() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files
          .map(OwnSockets::target)
          .map(INODE::matcher)
          .filter(Matcher::matches)
          .map(matcher -> matcher.group(1))
          .collect(Collectors.toSet());
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException e) {
      return "closed meanwhile";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String[]> rows(String table, Set<String> inodes) {
    Path file = Path.of("/proc/self/net", table);
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream()
              .map(line -> line.trim().split("\\s+"))
              .filter(row -> inodes.contains(row[9]))
          : Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads 0100007F:1F90: words of four bytes, each in the machine's order. */
  private static InetAddress address(String text) {
    byte[] bytes = HexFormat.of().parseHex(text.substring(0, text.indexOf(':')));
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    ByteBuffer network = ByteBuffer.allocate(bytes.length);
    while (words.hasRemaining()) {
      network.putInt(words.getInt());
    }
    try {
      return InetAddress.getByAddress(network.array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
